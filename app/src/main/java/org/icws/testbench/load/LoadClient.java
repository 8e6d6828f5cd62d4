package org.icws.testbench.load;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.GatewayClock;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.PingPongMessage;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.client.TestClientListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client under load: knows which of its messages wait for an answer since when. Thread-safe. */
final class LoadClient implements TestClientListener {
    /** More than that unanswered, and further messages are not sent: memory has an end. */
    private static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LoadClient.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LoadOptions options;
    private final LoadStats stats;
    private final int number;
    private final Map<String, Sent> waiting = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean open = new AtomicBoolean();
    private volatile Runnable onAnswer = () -> {};
    private volatile TestClient client;
    private volatile long connectingSince;

    /** When a message was due, on the monotonic clock, and sent, on the wall clock. */
    private record Sent(long dueNanos, long atNanos) {}

    LoadClient(int number, LoadOptions options, LoadStats stats) {
        this.number = number;
        this.options = options;
        this.stats = stats;
    }

    /** Connects and waits for the canister's first word; counts an error if that does not come. */
    void open(CertificateVerifier certificates) {
        connectingSince = System.nanoTime();
        try {
            TestClientConfig usual = TestClientConfig.of(
                    "load-" + number,
                    options.gateway(),
                    options.canister(),
                    Ed25519Identity.generate(RANDOM),
                    certificates,
                    this);
            client = TestClient.connect(usual.withTimeouts(options.openTimeout(), usual.ackTimeout()));
            client.opened().join();
        } catch (TestClientException | CompletionException e) {
            // Its end has been reported to the listener, and counted there.
            LOG.debug("Client {} was not opened", number, e);
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    boolean isOpen() {
        return open.get();
    }

    int waiting() {
        return waiting.size();
    }

    void whenAnswered(Runnable action) {
        onAnswer = action;
    }

    /** @param dueNanos when it should have been sent: a late sender must not flatter the latency */
    void send(long dueNanos) {
        TestClient to = client;
        if (!isOpen() || to == null) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            stats.error("not sent: " + MAX_WAITING + " messages of the client wait for an answer");
            return;
        }
        String text = text();
        long now = GatewayClock.SYSTEM.nowNanos();
        waiting.put(text, new Sent(dueNanos, now));
        stats.sent.increment();
        to.send(new PingPongMessage(text, now).encode()).exceptionally(e -> {
            if (waiting.remove(text) != null && !closing.get()) {
                stats.error("not sent: " + reason(e));
            }
            return null;
        });
    }

    private String text() {
        String mark = "load-" + number + "-" + messages.incrementAndGet();
        return mark.length() < options.bytes() ? mark + ".".repeat(options.bytes() - mark.length()) : mark;
    }

    @Override
    public void onState(TestClient from, ClientState state, String reason) {
        if (state == ClientState.OPEN) {
            open.set(true);
            stats.opened.increment();
            stats.record(LoadStats.Span.OPENING, System.nanoTime() - connectingSince);
        } else if (state == ClientState.CLOSED) {
            boolean wasOpen = open.getAndSet(false);
            if (!closing.get()) {
                String code = from.closeStatus().map(s -> s.code() + " ").orElse("");
                stats.error((wasOpen ? "closed: " : "not opened: ") + code + reason);
            }
        }
    }

    @Override
    public void onMessage(TestClient from, ReceivedMessage message) {
        long now = System.nanoTime();
        String text;
        try {
            text = PingPongMessage.decode(message.content()).text();
        } catch (ProtocolException e) {
            stats.error("an answer is not of the ping-pong type");
            return;
        }
        int end = text.indexOf(' ');
        Sent sent = waiting.remove(end < 0 ? text : text.substring(0, end));
        if (sent == null) {
            // The canister's greeting, or something else nobody asked for.
            return;
        }
        stats.answered.increment();
        stats.record(LoadStats.Span.ROUND_TRIP, now - sent.dueNanos);
        stats.record(LoadStats.Span.CLIENT_TO_CANISTER, message.canisterTimestampNanos() - sent.atNanos);
        stats.record(LoadStats.Span.CANISTER_TO_CLIENT, message.receivedAtNanos() - message.canisterTimestampNanos());
        onAnswer.run();
    }

    /** Closes; what was not answered counts as such. */
    void close() {
        closing.set(true);
        for (int i = waiting.size(); i > 0; i--) {
            stats.error("not answered");
        }
        TestClient to = client;
        if (to != null) {
            to.close();
        }
    }
}
