package org.icws.replica.scheduler;

import java.util.List;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a batch of one canister's messages in order. Stateless; runs on the canister's thread. */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);
    private static final int SYS_FATAL = 1;

    private final MonotonicTime time;
    private final Installation installation;

    BatchRunner(MonotonicTime time, Installation installation) {
        this.time = time;
        this.installation = installation;
    }

    /** Runs all messages; whatever goes wrong with one does not keep the others from running. */
    BatchResult run(Canister canister, List<CanisterMessage> batch) {
        BatchResult result = new BatchResult();
        for (CanisterMessage message : batch) {
            try {
                run(canister, message, result);
            } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
                LOG.error("Executing a message on {} failed inside the replica", canister.id(), e);
                fail(message, result, e);
            }
        }
        return result;
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
        } else if (message instanceof CanisterMessage.TimerDue) {
            execution.timer();
        } else if (message instanceof CanisterMessage.Install install) {
            install(canister, install, now, result);
        }
    }

    private void install(Canister canister, CanisterMessage.Install message, long now, BatchResult result) {
        try {
            installation.install(canister, message.module(), message.argument(), now);
            result.afterCertification(() -> message.done().complete(null));
        } catch (CanisterFault fault) {
            result.afterCertification(() -> message.done().completeExceptionally(fault));
        }
    }

    private static void fail(CanisterMessage message, BatchResult result, Throwable failure) {
        Response.Reject reject =
                new Response.Reject(SYS_FATAL, "Internal error of the local replica: " + failure, "IC0101");
        if (message instanceof CanisterMessage.UserCall call) {
            result.finish(call.request(), reject);
        } else if (message instanceof CanisterMessage.CanisterCall call) {
            result.deliver(call.caller(), new CanisterMessage.CallAnswer(call.callbackId(), reject));
        } else if (message instanceof CanisterMessage.Install install) {
            result.afterCertification(() -> install.done().completeExceptionally(failure));
        }
    }
}
