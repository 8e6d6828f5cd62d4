package org.icws.replica.scheduler;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.OutgoingCall;
import org.icws.replica.execution.Response;
import org.icws.replica.state.CallContext;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
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
    private static final String GLOBAL_TIMER = "canister_global_timer";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_OUTSTANDING_CALLS = 5000;

    private final Canister canister;
    private final long timeNanos;
    private final BatchResult result;

    /**
     * @param canister whose messages are executed
     * @param timeNanos the time they see
     * @param result receives what they send out
     */
    MessageExecution(Canister canister, long timeNanos, BatchResult result) {
        this.canister = canister;
        this.timeNanos = timeNanos;
        this.result = result;
    }

    void userCall(CanisterMessage.UserCall call) {
        if (call.expiryNanos() < timeNanos) {
            result.finish(
                    call.request(),
                    Response.Reject.of(ErrorCode.INGRESS_EXPIRED, "Ingress message expired while it was waiting"));
            return;
        }
        CallOrigin origin = new CallOrigin.User(call.request());
        start(new CallContext(origin, call.request().sender().getValue(), 0), call.method(), call.argument());
    }

    void canisterCall(CanisterMessage.CanisterCall call) {
        CallOrigin origin = new CallOrigin.Canister(call.caller(), call.callbackId());
        start(new CallContext(origin, call.caller().getValue(), call.deadlineNanos()), call.method(), call.argument());
    }

    private void start(CallContext context, String method, byte[] argument) {
        if (canister.wasm() == null) {
            respond(context, reject(ErrorCode.NO_WASM_MODULE, "Canister contains no Wasm module"));
            return;
        }
        boolean update = canister.wasm().exports("canister_update " + method);
        if (!update && !canister.wasm().exports("canister_query " + method)) {
            respond(context, missingMethod(method));
            return;
        }
        EntryPoint entryPoint = update ? EntryPoint.UPDATE : EntryPoint.REPLICATED_QUERY;
        MessageContext message = message(entryPoint, context).argument(argument);
        Optional<CanisterFault> fault =
                canister.wasm().run((update ? "canister_update " : "canister_query ") + method, message, update);
        if (update && fault.isEmpty()) {
            keepChanges(message);
        }
        settle(context, message, fault);
    }

    private MessageContext message(EntryPoint entryPoint, CallContext context) {
        return new MessageContext(entryPoint, timeNanos)
                .caller(context.caller())
                .deadlineNanos(context.deadlineNanos())
                .callLimit(MAX_OUTSTANDING_CALLS - canister.callbacks().size());
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

    /** Runs the global timer method. The scheduler has disarmed the timer; a message that ran since may have armed it anew. */
    void timer() {
        if (canister.wasm() == null || !canister.wasm().exports(GLOBAL_TIMER)) {
            return;
        }
        CallContext context = new CallContext(new CallOrigin.System(), MANAGEMENT, 0);
        MessageContext message = message(EntryPoint.SYSTEM_TASK, context);
        Optional<CanisterFault> fault = canister.wasm().run(GLOBAL_TIMER, message, true);
        if (fault.isEmpty()) {
            keepChanges(message);
        }
        settle(context, message, fault);
    }

    void answer(CanisterMessage.CallAnswer answer) {
        PendingCallback pending = canister.takeCallback(answer.callbackId());
        if (pending == null) {
            LOG.debug("{} got an answer for which it no longer waits", canister.id());
            return;
        }
        CallContext context = pending.context();
        context.callAnswered();
        OutgoingCall call = pending.call();
        boolean replied = answer.response() instanceof Response.Reply;
        MessageContext message =
                callbackMessage(replied ? EntryPoint.REPLY : EntryPoint.REJECT, context, answer.response());
        Optional<CanisterFault> fault = canister.wasm().run(replied ? call.onReply() : call.onReject(), message, true);
        if (fault.isEmpty()) {
            keepChanges(message);
        } else if (call.onCleanup() != null) {
            cleanUp(context, call, answer.response());
        }
        settle(context, message, fault);
    }

    private MessageContext callbackMessage(EntryPoint entryPoint, CallContext context, Response response) {
        MessageContext message = message(entryPoint, context);
        if (response instanceof Response.Reply reply) {
            message.argument(reply.data());
        } else if (response instanceof Response.Reject reject) {
            message.reject(reject.code(), reject.message());
        }
        return context.hasResponded() ? message.alreadyResponded() : message;
    }

    /** Lets the canister release what the trapped callback held. If this traps too, it changes nothing. */
    private void cleanUp(CallContext context, OutgoingCall call, Response response) {
        MessageContext message = callbackMessage(EntryPoint.CLEANUP, context, response);
        Optional<CanisterFault> fault = canister.wasm().run(call.onCleanup(), message, true);
        if (fault.isPresent()) {
            LOG.debug("Cleanup of {} trapped: {}", canister.id(), fault.get().getMessage());
        } else {
            keepChanges(message);
        }
    }

    private void keepChanges(MessageContext message) {
        if (message.certifiedData() != null) {
            canister.certifiedData(message.certifiedData());
        }
        message.timer().ifPresent(canister::timerNanos);
        canister.changed();
    }

    private void settle(CallContext context, MessageContext message, Optional<CanisterFault> fault) {
        if (fault.isPresent()) {
            LOG.debug("A message on {} failed: {}", canister.id(), fault.get().getMessage());
            if (context.isStuck()) {
                respond(context, reject(fault.get().code(), fault.get().getMessage()));
            }
            return;
        }
        message.calls().forEach(call -> send(context, call));
        if (message.response() != null) {
            respond(context, message.response());
        } else if (context.isStuck()) {
            respond(context, reject(ErrorCode.NO_REPLY, "Canister did not reply to the call"));
        }
    }

    private void send(CallContext context, OutgoingCall call) {
        long deadline = call.timeoutSeconds() == 0 ? 0 : timeNanos + call.timeoutSeconds() * NANOS_PER_SECOND;
        context.callSent();
        long callbackId = canister.addCallback(new PendingCallback(context, call, deadline));
        Principal self = canister.id();
        result.deliver(
                call.callee(),
                new CanisterMessage.CanisterCall(self, callbackId, call.method(), call.payload(), deadline));
    }

    private void respond(CallContext context, Response response) {
        context.markResponded();
        CallOrigin origin = context.origin();
        if (origin instanceof CallOrigin.User user) {
            result.finish(user.request(), response);
        } else if (origin instanceof CallOrigin.Canister caller) {
            result.deliver(caller.caller(), new CanisterMessage.CallAnswer(caller.callbackId(), response));
        }
    }
}
