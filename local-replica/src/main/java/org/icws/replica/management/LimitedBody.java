package org.icws.replica.management;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body up to a limit; one that is larger is cut off at once. Called by one thread at a time. */
final class LimitedBody implements BodySubscriber<byte[]> {
    private final int most;
    private final int limit;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    /**
     * @param most bytes that are accepted; negative = the headers are too large already
     * @param limit of headers and body, for the words of the failure
     */
    LimitedBody(int most, int limit) {
        this.most = most;
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        if (most < 0) {
            tooLarge();
        } else {
            started.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (body.isDone()) {
                return;
            }
            if (part.remaining() > most - collected.size()) {
                tooLarge();
                return;
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            collected.writeBytes(bytes);
        }
    }

    private void tooLarge() {
        subscription.cancel();
        body.completeExceptionally(
                new OutcallException("Http body exceeds size limit of " + limit + " bytes.", false, null));
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
