package org.icws.gateway.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;

/**
 * One update call on its way: submission with retries, then waiting for the result. Repeating a submission is safe, because
 * the network executes a request id only once. Steps follow one another, so the fields need no lock.
 */
final class CallAttempt {
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration FIRST_POLL = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(30);

    private final CallClient client;
    private final CallRequest request;
    private final long deadline;
    private final long submittedAt;
    private final CompletableFuture<CallResult> result = new CompletableFuture<>();
    private Duration pause = FIRST_POLL;
    private Duration retryPause = FIRST_RETRY;
    private long troubleSince = -1;
    private boolean submitted;
    private final Runnable onAcknowledged;

    /** @param onAcknowledged run once the network has taken the call over; null to wait for the result right away */
    CallAttempt(CallClient client, CallRequest request, Duration timeout, Runnable onAcknowledged) {
        this.onAcknowledged = onAcknowledged;
        this.client = client;
        this.request = request;
        this.submittedAt = client.clock.nowNanos();
        this.deadline = client.clock.monotonicNanos() + timeout.toNanos();
    }

    CompletableFuture<CallResult> start() {
        submit();
        return result;
    }

    private void submit() {
        long left = deadline - client.clock.monotonicNanos();
        if (left <= 0) {
            result.complete(new CallResult.Unanswered(client.http.where() + " gave no result in time"));
            return;
        }
        Duration timeout = left < LONGEST_EXCHANGE.toNanos() ? Duration.ofNanos(left) : LONGEST_EXCHANGE;
        boolean quick = onAcknowledged != null && !submitted;
        VersionedEndpoint endpoint = quick ? client.acknowledging : client.calls;
        endpoint.post(request.canister(), request.envelope(), timeout)
                .whenComplete((answer, failure) -> guarded(() -> {
                    if (failure != null) {
                        trouble(reason(failure), this::submit);
                    } else {
                        submitted(answer);
                    }
                }));
    }

    private void submitted(HttpAnswer answer) {
        if (answer.status() == 202) {
            calm();
            boolean first = !submitted;
            submitted = true;
            if (first && onAcknowledged != null) {
                onAcknowledged.run();
            }
            later(nextPause(), this::askForResult);
        } else if (answer.status() == 200) {
            read(answer.body());
        } else if (answer.isTransient()) {
            trouble(client.http.where() + " answered HTTP " + answer.status() + " " + answer.text(), this::submit);
        } else {
            result.complete(new CallResult.Refused(answer.status(), answer.text()));
        }
    }

    private void read(byte[] body) {
        JsonNode map = Cbor.read(body);
        Optional<byte[]> certificate = Cbor.optionalBytes(map, "certificate");
        if (certificate.isPresent()) {
            Optional<CallResult> status =
                    client.statuses.read(certificate.get(), request.canister(), request.requestId(), submittedAt);
            status.ifPresentOrElse(result::complete, () -> later(nextPause(), this::askForResult));
            return;
        }
        result.complete(new CallResult.Rejected(
                (int) Cbor.unsignedLong(map, "reject_code"), Cbor.text(map, "reject_message"), false));
    }

    /** Only the sender may read a request's status; for others the same request is submitted again, which asks as well. */
    private void askForResult() {
        if (client.clock.monotonicNanos() >= deadline) {
            result.complete(new CallResult.Unanswered(client.http.where() + " gave no result in time"));
        } else if (client.statusIsPrivate && !request.own()) {
            resubmit();
        } else {
            readState();
        }
    }

    private void resubmit() {
        if (client.calls.version().equals(CallClient.ASYNCHRONOUS)) {
            result.complete(new CallResult.Accepted("this network tells the result only to the sender"));
        } else {
            submit();
        }
    }

    private void readState() {
        List<List<byte[]>> paths =
                List.of(List.of("request_status".getBytes(StandardCharsets.UTF_8), request.requestId()));
        byte[] signed = client.signer.readState(paths, client.expiry()).envelope();
        client.reads
                .post(request.canister(), signed, CallClient.READ_TIMEOUT)
                .whenComplete((answer, failure) -> guarded(() -> {
                    if (failure != null) {
                        trouble(reason(failure), this::askForResult);
                    } else {
                        stateRead(answer);
                    }
                }));
    }

    private void stateRead(HttpAnswer answer) {
        if (answer.status() == 200) {
            calm();
            byte[] certificate = Cbor.bytes(Cbor.read(answer.body()), "certificate");
            client.statuses
                    .read(certificate, request.canister(), request.requestId(), submittedAt)
                    .ifPresentOrElse(result::complete, () -> later(nextPause(), this::askForResult));
        } else if (answer.isTransient()) {
            trouble(client.http.where() + " answered HTTP " + answer.status(), this::askForResult);
        } else if (request.own()) {
            result.complete(new CallResult.Refused(answer.status(), answer.text()));
        } else {
            client.statusIsPrivate = true;
            resubmit();
        }
    }

    /** Tries again after a pause, unless the trouble has lasted too long. */
    private void trouble(String why, Runnable again) {
        long now = client.clock.monotonicNanos();
        if (troubleSince < 0) {
            troubleSince = now;
        }
        boolean spent =
                now - troubleSince >= client.live.limits().retryTimeout().toNanos();
        if (spent || now >= deadline) {
            String prefix = submitted ? "the call was accepted, but then " : "";
            result.complete(new CallResult.Unanswered(prefix + why));
            return;
        }
        Duration wait = retryPause;
        retryPause = longer(retryPause);
        later(wait, again);
    }

    private void calm() {
        troubleSince = -1;
        retryPause = FIRST_RETRY;
    }

    private Duration nextPause() {
        Duration now = pause;
        pause = longer(pause);
        return now;
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private void later(Duration pause, Runnable step) {
        client.scheduler.schedule(pause, () -> guarded(step));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ProtocolException e) {
            result.complete(new CallResult.Untrusted("not readable: " + e.getMessage()));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause.getMessage();
    }
}
