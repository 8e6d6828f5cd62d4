package org.icws.testbench.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.CertificateVerifier;

/**
 * What a {@link TestClient} needs to know.
 *
 * @param name what to call it in the window and in logs
 * @param gateway the gateway's address, {@code ws://…}
 * @param canister whom to talk to
 * @param identity whose messages these are; a canister keeps one connection per identity
 * @param certificates checks certificates against the network's root key; clients of one network may share it
 * @param listener hears what happens
 * @param maxCertificateAge older certificates are refused
 * @param openTimeout from the WebSocket's opening to the canister's verified answer
 * @param ackTimeout from one acknowledgement of the canister to the next: its ack interval and 30 s
 * @param nowNanos nanoseconds since the epoch
 */
public record TestClientConfig(
        String name,
        URI gateway,
        Principal canister,
        Identity identity,
        CertificateVerifier certificates,
        TestClientListener listener,
        Duration maxCertificateAge,
        Duration openTimeout,
        Duration ackTimeout,
        LongSupplier nowNanos) {

    public TestClientConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(canister, "canister");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(nowNanos, "nowNanos");
    }

    /** The JavaScript SDK's times: certificates up to 5 min old, 60 s to open, 330 s between acknowledgements. */
    public static TestClientConfig of(
            String name,
            URI gateway,
            Principal canister,
            Identity identity,
            CertificateVerifier certificates,
            TestClientListener listener) {
        return new TestClientConfig(
                name,
                gateway,
                canister,
                identity,
                certificates,
                listener,
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(330),
                SystemTime::nowNanos);
    }

    /** The same with other time-outs. */
    public TestClientConfig withTimeouts(Duration open, Duration ack) {
        return new TestClientConfig(
                name, gateway, canister, identity, certificates, listener, maxCertificateAge, open, ack, nowNanos);
    }

    /** The same with another clock. */
    public TestClientConfig withClock(LongSupplier clock) {
        return new TestClientConfig(
                name,
                gateway,
                canister,
                identity,
                certificates,
                listener,
                maxCertificateAge,
                openTimeout,
                ackTimeout,
                clock);
    }
}
