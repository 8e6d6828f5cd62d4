package org.icws.replica.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.replica.execution.Response;
import org.icws.replica.state.RequestRecord;

/** What a batch of messages sends out. It takes effect when the round is certified. Confined to one thread at a time. */
final class BatchResult {
    /** A message for a canister. */
    record Delivery(Principal receiver, CanisterMessage message) {}

    /** The end of a call by a user. */
    record Finished(RequestRecord request, Response response) {}

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private final List<Runnable> afterCertification = new ArrayList<>();

    void deliver(Principal receiver, CanisterMessage message) {
        deliveries.add(new Delivery(receiver, message));
    }

    void finish(RequestRecord request, Response response) {
        finished.add(new Finished(request, response));
    }

    void afterCertification(Runnable action) {
        afterCertification.add(action);
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
