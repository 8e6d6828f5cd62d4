package org.icws.testbench.interop;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.Limits;
import org.icws.gateway.RootKeyPolicy;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.LatencyProfile;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientListener;

/** A replica with the ping-pong canister and a gateway to it, in this process and on free ports. */
final class InteropNetwork implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Path MODULE_CACHE =
            Path.of("target", "interop-modules").toAbsolutePath();
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final LocalReplica replica;
    private final Principal pingPong;
    private final GatewayEngine gateway;
    private final CertificateVerifier certificates;

    private InteropNetwork(LatencyProfile latency, Limits limits) {
        replica = LocalReplica.start(
                ReplicaConfig.defaults().withModuleCacheDirectory(MODULE_CACHE).withLatency(latency));
        try {
            pingPong = replica.createCanister(List.of());
            replica.install(pingPong, SampleCanister.PING_PONG.wasm(), NO_ARGUMENT);
            gateway = GatewayEngine.start(
                    GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                            .port(0)
                            .pollInterval(POLL_INTERVAL)
                            .limits(limits)
                            .rootKey(new RootKeyPolicy.Configured(replica.rootKeyDer()))
                            .build());
        } catch (RuntimeException e) {
            replica.close();
            throw e;
        }
        certificates = new CertificateVerifier(new RootKey(replica.rootKeyDer()));
    }

    static InteropNetwork start() {
        return new InteropNetwork(LatencyProfile.NONE, Limits.DEFAULT);
    }

    /** @param latency what each request to the replica waits for */
    static InteropNetwork start(LatencyProfile latency) {
        return new InteropNetwork(latency, Limits.DEFAULT);
    }

    /** @param limits how patient the gateway is */
    static InteropNetwork start(Limits limits) {
        return new InteropNetwork(LatencyProfile.NONE, limits);
    }

    LocalReplica replica() {
        return replica;
    }

    GatewayEngine gateway() {
        return gateway;
    }

    Principal pingPong() {
        return pingPong;
    }

    CertificateVerifier certificates() {
        return certificates;
    }

    /** Opens a client of the JavaScript SDK to the ping-pong canister. */
    SdkClient open(SdkProcess sdk, String name) {
        return open(sdk, name, gateway.url(), pingPong.toString());
    }

    SdkClient open(SdkProcess sdk, String name, URI through, String canister) {
        return sdk.open(name, through.toString(), replica.url().toString(), canister);
    }

    /** Connects a client of the testbench to the ping-pong canister. */
    TestClient connect(String name, URI through, TestClientListener listener) {
        return TestClient.connect(TestClientConfig.of(
                name, through, pingPong, Ed25519Identity.generate(new SecureRandom()), certificates, listener));
    }

    @Override
    public void close() {
        gateway.close();
        replica.close();
    }
}
