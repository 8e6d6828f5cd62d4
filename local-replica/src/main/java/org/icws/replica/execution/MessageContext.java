package org.icws.replica.execution;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.ic4j.types.Principal;

/**
 * What one execution of canister code is given, and what it leaves behind. The results mean something only if the execution
 * ended without a fault. Confined to the thread that executes.
 */
public final class MessageContext {
    private static final int MAX_REPLY_BYTES = 2 * 1024 * 1024;
    private static final int MAX_QUERY_REPLY_BYTES = 3 * 1024 * 1024;

    /** What a queue between two canisters holds (public replica). */
    private static final int MAX_CALLS_PER_PAIR = 500;

    private final EntryPoint entryPoint;
    private final long timeNanos;
    private byte[] caller = {};
    private CallerInfo callerInfo = CallerInfo.NONE;
    private byte[] argument = {};
    private String methodName = "";
    private int rejectCode;
    private String rejectMessage = "";
    private long deadlineNanos;
    private Supplier<byte[]> certificate;
    private boolean mayRespond = true;
    private int callLimit;
    private ToIntFunction<Principal> openCalls = callee -> 0;
    private long memoryLimitBytes;
    private OptionalLong instructionLimit = OptionalLong.empty();
    private long timeLimitNanos = Long.MAX_VALUE;
    private CycleFlow cycles = new CycleFlow(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    private InstructionCount instructions = new InstructionCount(0);

    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
    private final List<OutgoingCall> calls = new ArrayList<>();
    private final Map<Principal, Integer> callsTo = new HashMap<>();
    private Response response;
    private OutgoingCall pendingCall;
    private byte[] certifiedData;
    private OptionalLong timer = OptionalLong.empty();
    private boolean accepted;

    /**
     * @param entryPoint which way into the canister
     * @param timeNanos what {@code ic0.time} answers during the whole execution
     */
    public MessageContext(EntryPoint entryPoint, long timeNanos) {
        this.entryPoint = Objects.requireNonNull(entryPoint);
        this.timeNanos = timeNanos;
    }

    /** Sets the caller's principal; empty = the management canister. */
    public MessageContext caller(byte[] principal) {
        caller = principal;
        return this;
    }

    /** Sets what was said about the caller. */
    public MessageContext callerInfo(CallerInfo info) {
        callerInfo = info;
        return this;
    }

    /** Sets the argument, or the reply that a callback receives. */
    public MessageContext argument(byte[] bytes) {
        argument = bytes;
        return this;
    }

    /** Sets the name of the method to inspect. */
    public MessageContext methodName(String name) {
        methodName = name;
        return this;
    }

    /** Sets what a reject callback sees. */
    public MessageContext reject(int code, String message) {
        rejectCode = code;
        rejectMessage = message;
        return this;
    }

    /** Sets the time until which the caller waits; 0 = it waits for ever. */
    public MessageContext deadlineNanos(long nanos) {
        deadlineNanos = nanos;
        return this;
    }

    /** Makes a data certificate available; it is built when the canister asks for it. */
    public MessageContext certificate(Supplier<byte[]> source) {
        certificate = source;
        return this;
    }

    /** Tells that the call context has been answered already. */
    public MessageContext alreadyResponded() {
        mayRespond = false;
        return this;
    }

    /** Sets how many calls may be made; further ones are refused by the system, which canisters handle. */
    public MessageContext callLimit(int calls) {
        callLimit = calls;
        return this;
    }

    /**
     * Sets how many calls to a canister are open already; more than 500 to one are refused by the system, which canisters handle.
     *
     * @param count before this execution
     */
    public MessageContext openCalls(ToIntFunction<Principal> count) {
        openCalls = count;
        return this;
    }

    /** Sets the cycles the execution works with. */
    public MessageContext cycles(CycleFlow flow) {
        cycles = flow;
        return this;
    }

    /** Sets how many instructions the call context has executed before. */
    public MessageContext instructionsBefore(long count) {
        instructions = new InstructionCount(count);
        return this;
    }

    /** Sets how large linear memory may become; 0 = as large as it can. */
    public MessageContext memoryLimitBytes(long bytes) {
        memoryLimitBytes = bytes;
        return this;
    }

    /** Sets how many instructions it may take; otherwise the way into the canister decides. */
    public MessageContext instructionLimit(long most) {
        instructionLimit = OptionalLong.of(most);
        return this;
    }

    /** Sets how long it may take, if that is less than the network's limit. */
    public MessageContext timeLimitNanos(long most) {
        timeLimitNanos = most;
        return this;
    }

    long timeLimitNanos() {
        return timeLimitNanos;
    }

    OptionalLong instructionLimit() {
        return instructionLimit;
    }

    long memoryLimitBytes() {
        return memoryLimitBytes;
    }

    /** The cycles before the execution, changed by it. */
    public CycleFlow cycles() {
        return cycles;
    }

    /** Counts what the execution costs. */
    public InstructionCount instructions() {
        return instructions;
    }

    EntryPoint entryPoint() {
        return entryPoint;
    }

    long timeNanos() {
        return timeNanos;
    }

    byte[] caller() {
        return caller;
    }

    CallerInfo callerInfo() {
        return callerInfo;
    }

    byte[] argument() {
        return argument;
    }

    String methodName() {
        return methodName;
    }

    int rejectCode() {
        return rejectCode;
    }

    String rejectMessage() {
        return rejectMessage;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    Supplier<byte[]> certificate() {
        return certificate;
    }

    /** The answer given by this execution; null = none. */
    public Response response() {
        return response;
    }

    /** The calls made by this execution, in order. */
    public List<OutgoingCall> calls() {
        return List.copyOf(calls);
    }

    /** Data to certify set by this execution; null = unchanged. */
    public byte[] certifiedData() {
        return certifiedData;
    }

    /** Global timer set by this execution: 0 = disarmed; empty = unchanged. */
    public OptionalLong timer() {
        return timer;
    }

    /** Whether an inspected message was accepted. */
    public boolean accepted() {
        return accepted;
    }

    void appendReply(byte[] data) {
        requireUnanswered("ic0_msg_reply_data_append");
        requireResponseSize("ic0.msg_reply_data_append", reply.size() + (long) data.length);
        reply.writeBytes(data);
    }

    void reply() {
        requireUnanswered("ic0_msg_reply");
        response = new Response.Reply(reply.toByteArray());
    }

    private void requireResponseSize(String function, long bytes) {
        int limit = entryPoint.replicated() ? MAX_REPLY_BYTES : MAX_QUERY_REPLY_BYTES;
        if (bytes > limit) {
            throw CanisterFault.contract(
                    function + ": application payload size (" + bytes + ") cannot be larger than " + limit + ".");
        }
    }

    /** @param bytes that the text takes in the canister */
    void rejectCall(String message, long bytes) {
        requireUnanswered("ic0_msg_reject");
        requireResponseSize("ic0.msg_reject", bytes);
        response = Response.Reject.of(ErrorCode.CANISTER_REJECTED, message);
    }

    private void requireUnanswered(String function) {
        if (!mayRespond || response != null) {
            throw CanisterFault.contract(function + ": the call is already replied");
        }
    }

    void newCall(OutgoingCall call) {
        dropPendingCall();
        pendingCall = call;
    }

    OutgoingCall pendingCall(String function) {
        if (pendingCall == null) {
            throw CanisterFault.contract(function + " called when no call is under construction.");
        }
        return pendingCall;
    }

    void performCall() {
        calls.add(pendingCall("ic0_call_perform"));
        callsTo.merge(pendingCall.callee(), 1, Integer::sum);
        pendingCall = null;
    }

    boolean mayCall() {
        int open = callsTo.computeIfAbsent(pendingCall.callee(), openCalls::applyAsInt);
        return calls.size() < callLimit && open < MAX_CALLS_PER_PAIR;
    }

    /** Gives up a call under construction; the attached cycles come back. */
    void dropPendingCall() {
        if (pendingCall != null) {
            cycles.takeBack(pendingCall.cycles());
            pendingCall = null;
        }
    }

    void certify(byte[] data) {
        certifiedData = data;
    }

    void setTimer(long nanos) {
        timer = OptionalLong.of(nanos);
    }

    void accept() {
        if (accepted) {
            throw CanisterFault.contract("ic0_accept_message: called twice");
        }
        accepted = true;
    }
}
