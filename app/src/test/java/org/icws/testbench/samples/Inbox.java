package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientListener;

/** Collects what a client hears, for a test to wait for. */
final class Inbox implements TestClientListener {
    static final int SECONDS = 30;

    private final BlockingQueue<CandidValue> messages = new LinkedBlockingQueue<>(100_000);
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public void onMessage(TestClient client, ReceivedMessage message) {
        messages.add(CandidDecoder.decode(message.content()).get(0));
    }

    @Override
    public void onState(TestClient client, ClientState state, String reason) {
        if (state == ClientState.CLOSED) {
            closed.complete(reason);
        }
    }

    CandidValue next() throws InterruptedException {
        CandidValue message = messages.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(message)
                .as("a message within %d s; closed: %s", SECONDS, closed.getNow("no"))
                .isNotNull();
        return message;
    }

    /** The next message of one case; all others before it are passed over. */
    CandidValue.Record next(String variantCase) throws InterruptedException {
        while (true) {
            CandidValue.Variant message = next().asVariant();
            if (message.is(variantCase)) {
                return message.value().asRecord();
            }
        }
    }

    /** The next message, which must be of that case. */
    CandidValue.Record must(String variantCase) throws InterruptedException {
        CandidValue.Variant message = next().asVariant();
        assertThat(message.is(variantCase))
                .as("%s, not %s", variantCase, message)
                .isTrue();
        return message.value().asRecord();
    }

    /** Why it was closed. */
    String closed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
