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
    private final int exact;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();

    private BodyReader(NIOInputStream in, int limit, int exact) {
        this.in = in;
        this.limit = limit;
        this.exact = exact;
    }

    /**
     * Reads the body of a request that offers another protocol. The server library does not know where such a body ends, because what
     * follows might be of the other protocol.
     *
     * @param in the body and what follows
     * @param declared length of the body by the header
     * @param limit most bytes to take
     */
    static CompletableFuture<byte[]> readExactly(NIOInputStream in, int declared, int limit) {
        BodyReader reader = new BodyReader(in, limit, declared);
        if (declared > limit) {
            reader.refuse();
        } else if (declared == 0) {
            reader.result.complete(new byte[0]);
        } else {
            in.notifyAvailable(reader, declared);
        }
        return reader.result;
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
        BodyReader reader = new BodyReader(in, limit, -1);
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

    /** More has arrived than is allowed, or all that was asked for. */
    @Override
    public void onDataAvailable() throws IOException {
        if (exact < 0) {
            refuse();
        } else {
            result.complete(in.readNBytes(exact));
        }
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
