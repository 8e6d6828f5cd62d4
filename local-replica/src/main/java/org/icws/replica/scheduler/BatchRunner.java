package org.icws.replica.scheduler;

import java.math.BigInteger;
import java.util.List;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.management.Management;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.LowMemoryHook;
import org.icws.replica.state.MonotonicTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a batch of one canister's messages in order. Stateless; runs on the canister's thread. */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final MonotonicTime time;
    private final Management management;

    BatchRunner(MonotonicTime time, Management management) {
        this.time = time;
        this.management = management;
    }

    /** Runs all messages; whatever goes wrong with one does not keep the others from running. */
    BatchResult run(Canister canister, List<CanisterMessage> batch) {
        BatchResult result = new BatchResult();
        for (CanisterMessage message : batch) {
            try {
                if (result.isDeleted()) {
                    refuse(message, gone(canister), result);
                } else {
                    run(canister, message, result);
                    if (canister.isMemoryLow() || canister.lowMemoryHook() != LowMemoryHook.CONDITION_NOT_SATISFIED) {
                        new MessageExecution(canister, time.next(), result).lowMemoryHook();
                    }
                    LifecycleOperations.check(canister, result);
                }
            } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
                LOG.error("Executing a message on {} failed inside the replica", canister.id(), e);
                refuse(message, internal(e), result);
            }
        }
        return result;
    }

    /** What a caller hears when the fault is the replica's. */
    static Response.Reject internal(Throwable why) {
        return Response.Reject.of(ErrorCode.INTERNAL, "Internal error of the local replica: " + why);
    }

    private static Response.Reject gone(Canister canister) {
        return Response.Reject.of(ErrorCode.CANISTER_NOT_FOUND, "Canister " + canister.id() + " not found");
    }

    private void run(Canister canister, CanisterMessage message, BatchResult result) {
        long now = time.next();
        MessageExecution execution = new MessageExecution(canister, now, result);
        if (message instanceof CanisterMessage.UserCall call) {
            execution.userCall(call);
        } else if (message instanceof CanisterMessage.CanisterCall call) {
            execution.canisterCall(call);
        } else if (message instanceof CanisterMessage.CallAnswer answer) {
            execution.answer(answer);
        } else if (message instanceof CanisterMessage.SystemTask task) {
            execution.systemTask(task.kind());
        } else if (message instanceof CanisterMessage.StopTimeOut) {
            LifecycleOperations.giveUp(canister, now, result);
        } else if (message instanceof CanisterMessage.Management call) {
            manage(canister, call.call(), now, result);
        } else if (message instanceof CanisterMessage.Operation operation) {
            operate(canister, operation, now, result);
        }
    }

    private void manage(Canister canister, ManagementCall call, long now, BatchResult result) {
        if (management.run(call, canister, now, result) == Management.Outcome.DELETED) {
            result.delete();
        }
    }

    private static void operate(Canister canister, CanisterMessage.Operation message, long now, BatchResult result) {
        Response response;
        try {
            response = message.operation().run(canister, now, message.origin(), result);
        } catch (CanisterFault fault) {
            response = Response.Reject.of(fault.code(), fault.getMessage());
        }
        if (response == CanisterOperation.DELETE) {
            result.delete();
        }
        if (response != null) {
            result.respond(message.origin(), response, BigInteger.ZERO);
        }
    }

    /** Answers a message that is not executed. */
    static void refuse(CanisterMessage message, Response.Reject reject, BatchResult result) {
        if (message instanceof CanisterMessage.UserCall call) {
            result.respond(new CallOrigin.User(call.request()), reject, BigInteger.ZERO);
        } else if (message instanceof CanisterMessage.CanisterCall call) {
            result.respond(new CallOrigin.Canister(call.caller(), call.callbackId()), reject, call.cycles());
        } else if (message instanceof CanisterMessage.Management call) {
            result.respond(call.call().origin(), reject, call.call().cycles());
        } else if (message instanceof CanisterMessage.Operation operation) {
            result.respond(operation.origin(), reject, BigInteger.ZERO);
        }
    }
}
