package org.icws.replica.scheduler;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.replica.execution.Response;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.ResponseSink;

/** What a batch of messages sends out. It takes effect when the round is certified. Confined to one thread at a time. */
final class BatchResult implements ResponseSink {
    /** A message for a canister. */
    record Delivery(Principal receiver, CanisterMessage message) {}

    /** The end of a call by a user. */
    record Finished(RequestRecord request, Response response) {}

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private final List<Runnable> afterCertification = new ArrayList<>();
    private boolean deleted;

    void deliver(Principal receiver, CanisterMessage message) {
        deliveries.add(new Delivery(receiver, message));
    }

    @Override
    public void respond(CallOrigin origin, Response response, BigInteger refund) {
        if (origin instanceof CallOrigin.User user) {
            finished.add(new Finished(user.request(), response));
        } else if (origin instanceof CallOrigin.Canister caller) {
            deliver(caller.caller(), new CanisterMessage.CallAnswer(caller.callbackId(), response, refund));
        } else if (origin instanceof CallOrigin.Program program) {
            afterCertification.add(() -> program.answer().complete(response));
        }
    }

    /** Notes that the canister is to be removed. */
    void delete() {
        deleted = true;
    }

    boolean isDeleted() {
        return deleted;
    }

    boolean isEmpty() {
        return deliveries.isEmpty() && finished.isEmpty() && afterCertification.isEmpty();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Finished> finished() {
        return finished;
    }

    List<Runnable> afterCertification() {
        return afterCertification;
    }
}
