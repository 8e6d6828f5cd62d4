package org.icws.gateway.replica;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.RootKeySource;
import org.icws.protocol.certificate.RootKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a local network has been started anew under another root key. Only a key that was fetched from the network
 * is ever asked for again: a built-in or configured one stays, whatever the network says. Thread-safe.
 */
final class RootKeyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RootKeyWatch.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** How often a network that raises no suspicion is asked all the same: a restart may break no request at all. */
    private static final Duration ROUTINE = Duration.ofSeconds(5);

    private final ReplicaHttp http;
    private final GatewayClock clock;
    private final RootKeySource source;
    private final BiConsumer<RootKey, RootKey> onChange;
    private RootKey known;
    private boolean asking;
    private long askedAt;

    /**
     * @param http asks the network
     * @param clock time
     * @param trusted the key of the start
     * @param onChange told the old and the new key
     */
    RootKeyWatch(
            ReplicaHttp http, GatewayClock clock, RootKeys.Trusted trusted, BiConsumer<RootKey, RootKey> onChange) {
        this.http = http;
        this.clock = clock;
        this.source = trusted.source();
        this.known = trusted.key();
        this.onChange = onChange;
        this.askedAt = clock.monotonicNanos() - PAUSE.toNanos();
    }

    /** All is well: look now and then. */
    void routine() {
        ask(ROUTINE);
    }

    /** A certificate did not verify, or the network came back: look whether it is still the same one. */
    void suspect() {
        ask(PAUSE);
    }

    private void ask(Duration pause) {
        synchronized (this) {
            long now = clock.monotonicNanos();
            if (source != RootKeySource.FETCHED || asking || now - askedAt < pause.toNanos()) {
                return;
            }
            asking = true;
            askedAt = now;
        }
        http.get("api/v2/status", TIMEOUT).whenComplete((answer, failure) -> {
            RootKey before = null;
            RootKey now = null;
            synchronized (this) {
                asking = false;
                if (failure == null && answer.status() == 200) {
                    now = read(answer);
                    before = known;
                    known = now == null ? known : now;
                }
            }
            if (now != null && !now.equals(before)) {
                onChange.accept(before, now);
            }
        });
    }

    private static RootKey read(HttpAnswer answer) {
        try {
            return RootKeys.read(answer);
        } catch (RuntimeException e) {
            LOG.warn("The network's status is not readable: {}", e.getMessage());
            return null;
        }
    }
}
