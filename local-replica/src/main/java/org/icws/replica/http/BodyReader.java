package org.icws.replica.http;

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
        BodyReader reader = new BodyReader(in, limit);
        if (declared > limit) {
            reader.refuse();
        } else {
            // One registration only. Asking again from onDataAvailable makes the server read on although the body may
            // be
            // complete; it can then swallow the body of the next request on the same connection.
            in.notifyAvailable(reader, limit + 1);
        }
        return reader.result;
    }

    private void refuse() {
        result.completeExceptionally(new RequestRefusedException(
                TOO_LARGE, "Request is too large: its body is larger than the max allowed " + limit + " bytes."));
    }

    /** More has arrived than is allowed. */
    @Override
    public void onDataAvailable() {
        refuse();
    }

    @Override
    public void onAllDataRead() throws IOException {
        if (in.readyData() > limit) {
            refuse();
        } else {
            result.complete(in.readNBytes(in.readyData()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }
}
