package org.icws.replica.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.glassfish.grizzly.ReadHandler;
import org.glassfish.grizzly.http.io.NIOInputStream;
import org.icws.replica.ingress.RequestRefusedException;

/** Collects a request body without holding a thread while it arrives. */
final class BodyReader implements ReadHandler {
    private static final int TOO_LARGE = 413;

    private final NIOInputStream in;
    private final int limit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();

    private BodyReader(NIOInputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * Reads to the end.
     *
     * @param in the body
     * @param declared its length by the header; negative = unknown
     * @param limit most bytes to take
     * @return the body; fails with {@link RequestRefusedException} when it is too long
     */
    static CompletableFuture<byte[]> read(NIOInputStream in, long declared, int limit) {
        if (declared > limit) {
            return CompletableFuture.failedFuture(tooLarge(limit));
        }
        BodyReader reader = new BodyReader(in, limit);
        in.notifyAvailable(reader);
        return reader.result;
    }

    private static RequestRefusedException tooLarge(int limit) {
        return new RequestRefusedException(
                TOO_LARGE, "Request is too large: its body is larger than the max allowed " + limit + " bytes.");
    }

    @Override
    public void onDataAvailable() throws IOException {
        if (drain()) {
            in.notifyAvailable(this);
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        if (drain()) {
            result.complete(body.toByteArray());
        }
    }

    private boolean drain() throws IOException {
        int ready = in.readyData();
        if (body.size() + ready > limit) {
            result.completeExceptionally(tooLarge(limit));
            return false;
        }
        body.writeBytes(in.readNBytes(ready));
        return true;
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }
}
