package org.icws.testbench.samples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.RootKeyPolicy;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.LocalReplica;
import org.icws.replica.OutcallConfig;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;

/** A replica with one sample canister and a gateway to it, in this process and on free ports. */
final class SampleNetwork implements AutoCloseable {
    static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Path MODULE_CACHE = Path.of("target", "sample-modules").toAbsolutePath();

    private final MovedClock clock = new MovedClock();
    private final Ed25519Identity gatewayIdentity = identity();
    private final SampleCanister sample;
    private final LocalReplica replica;
    private final Principal canister;
    private final GatewayEngine gateway;
    private final CertificateVerifier certificates;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SampleNetwork(SampleCanister sample) {
        this(sample, NO_ARGUMENT);
    }

    /** @param argument of the canister's init method, Candid */
    SampleNetwork(SampleCanister sample, byte[] argument) {
        this(sample, null, argument);
    }

    /** @param id of the canister; null = the next free one */
    SampleNetwork(SampleCanister sample, Principal id, byte[] argument) {
        this.sample = sample;
        replica = LocalReplica.start(ReplicaConfig.defaults()
                .withModuleCacheDirectory(MODULE_CACHE)
                .withOutcalls(new OutcallConfig(true, null)));
        try {
            canister = id == null
                    ? replica.createCanister(List.of())
                    : replica.control().createCanister(id, List.of());
            replica.install(canister, sample.wasm(), argument);
            gateway = GatewayEngine.start(GatewayConfig.builder(replica.url(), gatewayIdentity)
                    .port(0)
                    .pollInterval(POLL_INTERVAL)
                    .clock(clock)
                    .rootKey(new RootKeyPolicy.Configured(replica.rootKeyDer()))
                    .build());
        } catch (RuntimeException e) {
            replica.close();
            throw e;
        }
        certificates = new CertificateVerifier(new RootKey(replica.rootKeyDer()));
    }

    static Ed25519Identity identity() {
        return Ed25519Identity.generate(new SecureRandom());
    }

    LocalReplica replica() {
        return replica;
    }

    Principal canister() {
        return canister;
    }

    URI gateway() {
        return gateway.url();
    }

    GatewayEngine engine() {
        return gateway;
    }

    Principal gatewayPrincipal() {
        return gateway.principal();
    }

    /** Moves the time of the network, the gateway and the clients forward. */
    void advance(Duration duration) {
        clock.advance(duration);
        replica.control().advanceTime(duration);
    }

    /** Replaces the module by itself, as an upgrade does. */
    void upgrade() {
        replica.upgrade(canister, sample.wasm(), NO_ARGUMENT);
    }

    /** A client that the canister has accepted. */
    Talker connect(String name) {
        return connect(name, identity());
    }

    Talker connect(String name, Ed25519Identity identity) {
        Inbox inbox = new Inbox();
        TestClientConfig config = TestClientConfig.of(name, gateway.url(), canister, identity, certificates, inbox);
        TestClient client = TestClient.connect(config.withClock(clock::nowNanos));
        client.opened().join();
        return new Talker(client, identity, inbox);
    }

    /** Calls of somebody who does not use the gateway. */
    DirectCaller caller(Identity identity) {
        return new DirectCaller(replica.url(), canister, identity, clock::nowNanos);
    }

    /** Calls with the gateway's key, while it does not call itself. */
    DirectCaller asGateway() {
        return caller(gatewayIdentity);
    }

    CandidValue query(String method, CandidValue... arguments) {
        return caller(identity()).query(method, CandidEncoder.encode(arguments));
    }

    CandidValue.Record stats() {
        return query("stats").asRecord();
    }

    long stat(String name) {
        return stats().get(name).asLong();
    }

    /** How many messages were deleted because they were old. */
    long deleted() {
        return stats().get("deleted").asOptional().orElseThrow().asLong();
    }

    /** What a browser is shown. */
    HttpResponse<String> page() throws Exception {
        URI page = replica.url().resolve("/?canisterId=" + canister);
        return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        gateway.close();
        replica.close();
    }
}
