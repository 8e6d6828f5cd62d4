package org.icws.replica.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.http.io.NIOOutputStream;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a page of which not all is known yet. The next part is asked for when the client has taken most of the one before, so no more
 * than that is in memory. No thread waits meanwhile. What fails after the page has begun ends the connection, as nothing else would
 * tell the client that the page is not whole.
 */
final class PageWriter implements WriteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PageWriter.class);
    private static final int SLICE_BYTES = 256 * 1024;

    private final Response response;
    private final NIOOutputStream out;
    private final PageParts rest;
    private final Executor workers;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private byte[] part;
    private int sent;

    private PageWriter(Response response, HttpAnswer answer, Executor workers, Runnable end) {
        this.response = response;
        this.out = response.getNIOOutputStream();
        this.part = answer.body();
        this.rest = answer.rest();
        this.workers = workers;
        this.end = end;
    }

    /**
     * Begins to send; status and headers have been set.
     *
     * @param end is run once, when the whole page has been sent or cannot be
     */
    static void send(Response response, HttpAnswer answer, Executor workers, Runnable end) {
        new PageWriter(response, answer, workers, end).goOn();
    }

    private void goOn() {
        try {
            out.notifyCanWrite(this);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (sent < part.length && out.canWrite()) {
            int length = Math.min(SLICE_BYTES, part.length - sent);
            out.write(part, sent, length);
            sent += length;
        }
        if (sent < part.length) {
            out.notifyCanWrite(this);
        } else {
            out.flush();
            rest.next().whenCompleteAsync(this::take, workers);
        }
    }

    private void take(Optional<byte[]> next, Throwable failure) {
        if (failure != null) {
            fail(failure);
        } else if (next.isEmpty()) {
            end();
        } else {
            part = next.get();
            sent = 0;
            goOn();
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    private void fail(Throwable failure) {
        LOG.debug("A page is broken off", failure);
        Connection<?> connection = response.getRequest().getContext().getConnection();
        // Not before it is closed: the end of the answer would otherwise still be sent, and the page look whole.
        connection.addCloseListener((closed, how) -> end());
        connection.terminateSilently();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            end.run();
        }
    }
}
