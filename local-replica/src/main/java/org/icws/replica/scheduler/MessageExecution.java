package org.icws.replica.scheduler;

import java.math.BigInteger;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CycleFlow;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.OutgoingCall;
import org.icws.replica.execution.Response;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.management.SenderVersion;
import org.icws.replica.scheduler.CanisterMessage.SystemTask.Kind;
import org.icws.replica.state.CallContext;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.LowMemoryHook;
import org.icws.replica.state.PendingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes messages on one canister and keeps its call contexts (interface specification, "Message execution" and "Callback
 * invocation"). Confined to the canister's thread.
 */
final class MessageExecution {
    private static final Logger LOG = LoggerFactory.getLogger(MessageExecution.class);
    private static final byte[] MANAGEMENT = {};
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_OUTSTANDING_CALLS = 5000;

    private final Canister canister;
    private final long timeNanos;
    private final BatchResult result;
    private final long version;

    /**
     * @param canister whose messages are executed
     * @param timeNanos the time they see
     * @param result receives what they send out
     */
    MessageExecution(Canister canister, long timeNanos, BatchResult result) {
        this.canister = canister;
        this.timeNanos = timeNanos;
        this.result = result;
        this.version = canister.version();
    }

    void userCall(CanisterMessage.UserCall call) {
        CallOrigin origin = new CallOrigin.User(call.request());
        if (call.content().expiryNanos() < timeNanos) {
            result.respond(
                    origin,
                    Response.Reject.of(ErrorCode.INGRESS_EXPIRED, "Ingress message expired while it was waiting"),
                    BigInteger.ZERO);
            return;
        }
        CallContext context = canister.open(origin, call.request().sender().getValue(), 0, BigInteger.ZERO);
        context.callerInfo(call.content().callerInfo());
        start(context, call.content().method(), call.content().argument());
    }

    void canisterCall(CanisterMessage.CanisterCall call) {
        CallOrigin origin = new CallOrigin.Canister(call.caller(), call.callbackId());
        BigInteger least = canister.settings().number(CanisterSettings.Number.MINIMUM_CALL_CYCLES);
        if (!call.caller().equals(canister.id()) && call.cycles().compareTo(least) < 0) {
            result.respond(origin, tooFewCycles(call.cycles(), least), call.cycles());
            return;
        }
        start(
                canister.open(origin, call.caller().getValue(), call.deadlineNanos(), call.cycles()),
                call.method(),
                call.argument());
    }

    private void start(CallContext context, String method, byte[] argument) {
        Response refusal = refusal(method);
        if (refusal != null) {
            respond(context, refusal);
            canister.close(context);
            return;
        }
        canister.countUpdate();
        boolean update = canister.wasm().exports("canister_update " + method);
        EntryPoint entryPoint = update ? EntryPoint.UPDATE : EntryPoint.REPLICATED_QUERY;
        MessageContext message = message(entryPoint, context).argument(argument);
        run(context, (update ? "canister_update " : "canister_query ") + method, message, update);
    }

    private Response tooFewCycles(BigInteger attached, BigInteger least) {
        return reject(
                ErrorCode.CYCLES_MISSING,
                "The call has " + attached + " cycles attached, but the canister's settings demand at least " + least
                        + " (minimum_incoming_canister_call_cycles)");
    }

    /** Why a call cannot be executed; null = it can. */
    private Response refusal(String method) {
        if (canister.status() != CanisterStatus.RUNNING) {
            return LifecycleOperations.notRunning(canister);
        }
        if (canister.wasm() == null) {
            return reject(ErrorCode.NO_WASM_MODULE, CanisterFault.NO_CODE);
        }
        boolean exists = canister.wasm().exports("canister_update " + method)
                || canister.wasm().exports("canister_query " + method);
        return exists ? null : missingMethod(method);
    }

    private Response missingMethod(String method) {
        return canister.wasm().exports("canister_composite_query " + method)
                ? reject(
                        ErrorCode.COMPOSITE_IN_REPLICATED_MODE,
                        "Composite query '" + method + "' cannot be called in replicated mode")
                : reject(ErrorCode.METHOD_NOT_FOUND, "Canister has no update method '" + method + "'");
    }

    private Response reject(ErrorCode code, String text) {
        return Response.Reject.of(code, "Error from Canister " + canister.id() + ": " + text);
    }

    private MessageContext message(EntryPoint entryPoint, CallContext context) {
        return message(entryPoint, context, BigInteger.ZERO);
    }

    private MessageContext message(EntryPoint entryPoint, CallContext context, BigInteger refunded) {
        return new MessageContext(entryPoint, timeNanos)
                .memoryLimitBytes(memoryLimit(entryPoint))
                .caller(context.caller())
                .callerInfo(context.callerInfo())
                .deadlineNanos(context.deadlineNanos())
                .cycles(new CycleFlow(canister.cycles(), context.availableCycles(), refunded))
                .instructionsBefore(context.instructions())
                .callLimit(MAX_OUTSTANDING_CALLS - canister.callbacks().size())
                .openCalls(this::openCalls);
    }

    private int openCalls(Principal callee) {
        return (int) canister.callbacks().values().stream()
                .filter(callback -> callback.callee().equals(callee))
                .count();
    }

    /** The setting holds for updates; callbacks must be able to end what has begun, and system tasks are exempt too. */
    private long memoryLimit(EntryPoint entryPoint) {
        return entryPoint == EntryPoint.UPDATE
                ? canister.settings()
                        .number(CanisterSettings.Number.WASM_MEMORY_LIMIT)
                        .longValue()
                : 0;
    }

    private void run(CallContext context, String export, MessageContext message, boolean keep) {
        Optional<CanisterFault> fault = canister.wasm().run(export, message, keep);
        count(context, message);
        if (fault.isEmpty()) {
            keepChanges(context, message, keep);
        }
        settle(context, message, fault);
    }

    /** Runs a timer or heartbeat. The scheduler has disarmed the timer; a message that ran since may have armed it anew. */
    void systemTask(Kind kind) {
        if (canister.wasm() == null) {
            return;
        }
        if (canister.status() != CanisterStatus.RUNNING) {
            if (kind == Kind.TIMER && canister.timerNanos() == 0) {
                // It has been stopped since; the timer fires when it runs again.
                canister.timerNanos(timeNanos);
            }
        } else if (canister.wasm().exports(kind.export())) {
            CallContext context = canister.open(new CallOrigin.System(), MANAGEMENT, 0, BigInteger.ZERO);
            run(context, kind.export(), message(EntryPoint.SYSTEM_TASK, context), true);
        }
    }

    /** Runs the hook for low memory if a message or new settings have made it due. */
    void lowMemoryHook() {
        canister.lowMemoryHook(canister.lowMemoryHook().next(canister.isMemoryLow()));
        if (canister.lowMemoryHook() == LowMemoryHook.READY && canister.status() == CanisterStatus.RUNNING) {
            canister.lowMemoryHook(LowMemoryHook.EXECUTED);
            systemTask(Kind.LOW_MEMORY);
        }
    }

    void answer(CanisterMessage.CallAnswer answer) {
        PendingCallback pending = canister.takeCallback(answer.callbackId());
        canister.consumed(canister.consumed().plusOutcalls(answer.outcallPrice()));
        if (pending == null) {
            LOG.debug("{} got an answer for which it no longer waits", canister.id());
            canister.cycles(canister.cycles().add(answer.refund()));
            return;
        }
        // What comes back belongs to the canister whatever its callback does.
        canister.cycles(canister.cycles().add(answer.refund()));
        CallContext context = pending.context();
        context.callAnswered();
        if (context.isDeleted() || canister.wasm() == null) {
            close(context);
            return;
        }
        boolean replied = answer.response() instanceof Response.Reply;
        MessageContext message = callbackMessage(
                replied ? EntryPoint.REPLY : EntryPoint.REJECT, context, answer.response(), answer.refund());
        Optional<CanisterFault> fault =
                canister.wasm().run(replied ? pending.onReply() : pending.onReject(), message, true);
        count(context, message);
        if (fault.isEmpty()) {
            keepChanges(context, message, true);
        } else if (pending.onCleanup() != null) {
            cleanUp(context, pending.onCleanup(), answer.response());
        }
        settle(context, message, fault);
    }

    private MessageContext callbackMessage(
            EntryPoint entryPoint, CallContext context, Response response, BigInteger refunded) {
        MessageContext message = message(entryPoint, context, refunded);
        if (response instanceof Response.Reply reply) {
            message.argument(reply.data());
        } else if (response instanceof Response.Reject reject) {
            message.reject(reject.code(), reject.message());
        }
        return context.hasResponded() ? message.alreadyResponded() : message;
    }

    /** Lets the canister release what the trapped callback held. If this traps too, it changes nothing. */
    private void cleanUp(CallContext context, OutgoingCall.Closure cleanup, Response response) {
        MessageContext message = callbackMessage(EntryPoint.CLEANUP, context, response, BigInteger.ZERO);
        Optional<CanisterFault> fault = canister.wasm().run(cleanup, message, true);
        count(context, message);
        if (fault.isPresent()) {
            LOG.debug("Cleanup of {} trapped: {}", canister.id(), fault.get().getMessage());
        } else {
            keepChanges(context, message, true);
        }
    }

    /** Instructions are counted even if nothing else is left of the execution. */
    private static void count(CallContext context, MessageContext message) {
        context.instructions(message.instructions().ofContext());
    }

    private void keepChanges(CallContext context, MessageContext message, boolean stateToo) {
        canister.cycles(message.cycles().balance());
        canister.consumed(canister.consumed().plusBurned(message.cycles().burned()));
        context.availableCycles(message.cycles().available());
        if (stateToo) {
            if (message.certifiedData() != null) {
                canister.certifiedData(message.certifiedData());
            }
            message.timer().ifPresent(canister::timerNanos);
            canister.changed();
        }
    }

    private void settle(CallContext context, MessageContext message, Optional<CanisterFault> fault) {
        if (fault.isPresent()) {
            LOG.debug("A message on {} failed: {}", canister.id(), fault.get().getMessage());
            if (context.isStuck()) {
                respond(context, reject(fault.get().code(), fault.get().getMessage()));
            }
        } else {
            message.calls().forEach(call -> send(context, call));
            if (message.response() != null) {
                respond(context, message.response());
            } else if (context.isStuck()) {
                respond(
                        context,
                        Response.Reject.of(
                                ErrorCode.NO_REPLY, "Canister " + canister.id() + " did not reply to the call"));
            }
        }
        close(context);
    }

    private void close(CallContext context) {
        if (context.isOver()) {
            canister.close(context);
        }
    }

    private void send(CallContext context, OutgoingCall call) {
        long deadline = call.timeoutSeconds() == 0 ? 0 : timeNanos + call.timeoutSeconds() * NANOS_PER_SECOND;
        context.callSent();
        long callbackId = canister.addCallback(new PendingCallback(
                context, call.callee(), call.onReply(), call.onReject(), call.onCleanup(), call.cycles(), deadline));
        Optional<Response.Reject> refusal = call.callee().equals(Principals.MANAGEMENT)
                ? SenderVersion.refusal(call.method(), call.payload(), version)
                : Optional.empty();
        refusal.ifPresentOrElse(
                reject -> result.deliver(
                        canister.id(), new CanisterMessage.CallAnswer(callbackId, reject, call.cycles())),
                () -> result.deliver(
                        call.callee(),
                        new CanisterMessage.CanisterCall(
                                canister.id(), callbackId, call.method(), call.payload(), call.cycles(), deadline)));
    }

    private void respond(CallContext context, Response response) {
        BigInteger refund = context.markResponded();
        result.respond(context.origin(), response, refund);
    }
}
