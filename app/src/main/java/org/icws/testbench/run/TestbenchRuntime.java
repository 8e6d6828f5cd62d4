package org.icws.testbench.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.TlsConfig;
import org.icws.gateway.capture.CaptureException;
import org.icws.gateway.capture.CaptureFile;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.CyclesLedger;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.files.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole testbench: replica, sample canister, gateway, built-in client, started in that order and closed in the opposite
 * one. Knows no user interface. {@link #start()} is called once; {@link #close()} at any time, also while it starts.
 */
public final class TestbenchRuntime implements AutoCloseable {

    /** The built-in client's name. */
    public static final String BUILT_IN_CLIENT = "built-in client";

    private static final Logger LOG = LoggerFactory.getLogger(TestbenchRuntime.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String MODULE_CACHE = "modules";
    private static final SampleCanister SAMPLE = SampleCanister.PING_PONG;

    /** The Candid of "no arguments". */
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final RuntimeOptions options;
    private final TestClientListener builtInListener;
    private final StepRunner steps;
    private final FailureExplainer failures;
    private final List<TestClient> clients = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    private volatile LocalReplica replica;
    private volatile GatewayEngine gateway;
    private volatile CertificateVerifier certificates;
    private volatile SampleCanisters samples;

    public TestbenchRuntime(RuntimeOptions options, StartListener listener) {
        this(options, listener, TestClientListener.NONE);
    }

    /** @param builtInListener hears the built-in client from its beginning */
    public TestbenchRuntime(RuntimeOptions options, StartListener listener, TestClientListener builtInListener) {
        this.options = options;
        this.builtInListener = builtInListener;
        this.steps = new StepRunner(listener);
        this.failures = new FailureExplainer(options);
    }

    /**
     * Runs all steps; blocks until the last one is done. Call it from a thread that may wait.
     *
     * @throws StartException if a step failed; what was started before keeps running until {@link #close()}
     */
    public void start() {
        steps.announceAll();
        steps.run(StartStep.REPLICA, this::startReplica, failures::explain);
        steps.run(StartStep.CANISTER, this::installSample, failures::explain);
        steps.run(StartStep.GATEWAY, this::startGateway, failures::explain);
        steps.run(StartStep.CLIENT, this::connectBuiltInClient, failures::explain);
    }

    /** The gateway. @throws IllegalStateException before its step is done */
    public GatewayEngine gateway() {
        return present(gateway, StartStep.GATEWAY);
    }

    /** The embedded replica; empty when another network is used, or before its step is done. */
    public Optional<LocalReplica> replica() {
        return Optional.ofNullable(replica);
    }

    /** Where the network answers, embedded or not. */
    public URI replicaUrl() {
        return options.replicaUrl() != null
                ? options.replicaUrl()
                : present(replica, StartStep.REPLICA).url();
    }

    /** The key that the network's certificates go back to. @throws IllegalStateException before the gateway's step is done */
    public RootKey rootKey() {
        return present(certificates, StartStep.GATEWAY).rootKey();
    }

    /** Ids of the sample canisters that are installed, by name. */
    public Map<String, Principal> canisters() {
        SampleCanisters known = samples;
        return known == null ? Map.of() : known.present();
    }

    /** The sample canisters of the embedded replica; empty when another network is used, or before its step is done. */
    public Optional<SampleCanisters> samples() {
        return Optional.ofNullable(samples);
    }

    /** All clients so far, the built-in one first. */
    public List<TestClient> clients() {
        return List.copyOf(clients);
    }

    public RuntimeOptions options() {
        return options;
    }

    /**
     * Connects one more client, with a new identity; it is closed together with the testbench.
     *
     * @throws TestClientException if the gateway does not take the connection
     */
    public TestClient connectClient(String name, Principal canister, TestClientListener listener) {
        Ed25519Identity identity = Ed25519Identity.generate(new SecureRandom());
        TestClient client = TestClient.connect(TestClientConfig.of(
                name, gateway().url(), canister, identity, present(certificates, StartStep.GATEWAY), listener));
        clients.add(client);
        return keep(client);
    }

    /** Closes everything in the opposite order of its start. Idempotent; a start that still runs fails at its next step. */
    @Override
    public void close() {
        Deque<AutoCloseable> open;
        synchronized (started) {
            closed = true;
            open = new ArrayDeque<>(started);
            started.clear();
        }
        // The gateway goes before the clients: they are to see its 1001, as everybody else's clients do.
        open.stream().filter(GatewayEngine.class::isInstance).forEach(TestbenchRuntime::closeQuietly);
        open.stream().filter(o -> !(o instanceof GatewayEngine)).forEach(TestbenchRuntime::closeQuietly);
    }

    private String startReplica() throws IOException {
        OwnerOnly.createDirectories(options.dataDir());
        if (options.replicaUrl() != null) {
            return "using " + options.replicaUrl() + " instead of the embedded replica";
        }
        ReplicaConfig config = options.replica()
                .applyTo(ReplicaConfig.defaults(), options.dataDir())
                .withHost(LOOPBACK)
                .withModuleCacheDirectory(options.dataDir().resolve(MODULE_CACHE));
        ListenPort port =
                new ListenPort("replica", options.replicaPort(), options.replicaPortExplicit(), "--replica-port");
        replica = keep(port.start(
                p -> LocalReplica.start(config.withPort(p)),
                e -> e instanceof org.icws.replica.PortInUseException ? e.getMessage() : null));
        if (options.replica().cyclesLedger()) {
            CyclesLedger.install(replica);
        }
        samples = new SampleCanisters(replica, options.replica().networkDirectory(options.dataDir()));
        return note(replica.url(), port.note(replica.port()));
    }

    private String installSample() {
        if (!options.installsSample()) {
            return options.replicaUrl() != null
                    ? "nothing is installed on a network that is not ours"
                    : "no sample canister was asked for";
        }
        SampleCanisters.Placed placed = samples.place(SAMPLE, NO_ARGUMENT);
        return SAMPLE.canisterName() + " " + placed.id() + (placed.found() ? " (found in the kept network)" : "");
    }

    private String startGateway() throws IOException {
        Identity identity = IdentityFile.loadOrCreate(options.dataDir());
        TlsConfig tls = tls();
        ListenPort port =
                new ListenPort("gateway", options.gatewayPort(), options.gatewayPortExplicit(), "--gateway-port");
        gateway = keep(port.start(
                p -> GatewayEngine.start(GatewayConfig.builder(replicaUrl(), identity)
                        .host(LOOPBACK)
                        .port(p)
                        .rootKey(rootKeyPolicy())
                        .pollInterval(options.pollInterval())
                        .tls(tls)
                        .build()),
                e -> e instanceof org.icws.gateway.PortInUseException ? e.getMessage() : null));
        if (replica != null) {
            // Slow polling then costs no latency: a canister that does something after a silence is asked at once.
            replica.onExecuted(gateway::hurry);
        }
        certificates =
                new CertificateVerifier(RootKey.fromHex(gateway.snapshot().rootKeyHex()));
        capture();
        return note(gateway.url(), port.note(gateway.port()));
    }

    private TlsConfig tls() throws IOException {
        GatewayExtras extras = options.extras();
        if (extras.selfSigned()) {
            TlsConfig made = TlsFiles.selfSigned(options.dataDir(), Instant.now());
            LOG.info("Clients have to trust the certificate {}", made.certificate());
            return made;
        }
        return extras.tlsCertificate() == null ? null : TlsConfig.of(extras.tlsCertificate(), extras.tlsKey());
    }

    private void capture() {
        Path file = options.extras().capture();
        if (file == null) {
            return;
        }
        try {
            keep(CaptureFile.start(gateway, file));
        } catch (CaptureException e) {
            throw new StepFailedException(FailureExplainer.capture(e), e);
        }
    }

    /** A network that was named by its user is asked for its key, unless it is mainnet, whose key is known. */
    private RootKeyPolicy rootKeyPolicy() {
        return options.replicaUrl() == null
                ? new RootKeyPolicy.Configured(replica.rootKeyDer())
                : new RootKeyPolicy.Automatic(Set.of(options.replicaUrl().getHost()));
    }

    private String connectBuiltInClient() throws Exception {
        Principal canister = canisters().get(SAMPLE.canisterName());
        if (!options.builtInClient() || canister == null) {
            return canister == null ? "no sample canister to talk to" : "no built-in client was asked for";
        }
        Greeting greeting = new Greeting();
        TestClient client = connectClient(BUILT_IN_CLIENT, canister, builtInListener);
        client.addListener(greeting);
        try {
            return greeting.exchange(client);
        } finally {
            client.removeListener(greeting);
        }
    }

    /** Closes something together with the testbench; at once if the testbench is closed already. */
    public <T extends AutoCloseable> T closeWithMe(T part) {
        return keep(part);
    }

    /** Closes something of {@link #closeWithMe} before the testbench. */
    public void release(AutoCloseable part) {
        synchronized (started) {
            started.remove(part);
        }
        closeQuietly(part);
    }

    /** Takes over a part that was started; closes it at once if the testbench was closed meanwhile. */
    private <T extends AutoCloseable> T keep(T part) {
        synchronized (started) {
            if (!closed) {
                started.push(part);
                return part;
            }
        }
        closeQuietly(part);
        throw new StepFailedException(FailureExplainer.STOPPED, null);
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not close properly: {}", part.getClass().getSimpleName(), e.getMessage(), e);
        }
    }

    private static String note(URI url, String portNote) {
        return portNote.isEmpty() ? url.toString() : url + " (" + portNote + ")";
    }

    private static <T> T present(T part, StartStep step) {
        if (part == null) {
            throw new IllegalStateException("The step " + step + " is not done yet.");
        }
        return part;
    }
}
