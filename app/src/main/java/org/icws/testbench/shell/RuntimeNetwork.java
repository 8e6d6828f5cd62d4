package org.icws.testbench.shell;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.Limits;
import org.icws.gateway.Subscription;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaControl;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.compose.ConnectionRequest;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.CanisterQuery;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartException;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepState;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.scenarios.Stage;
import org.icws.testbench.store.NameBook;

/** The real thing: replica, canister, gateway and client of {@link TestbenchRuntime}. */
public final class RuntimeNetwork implements LiveNetwork {

    private volatile RuntimeOptions options;
    private final ClientSender builtIn = new ClientSender();
    private final List<TestSender> senders = new CopyOnWriteArrayList<>();
    private final ExecutorService work = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "testbench-network");
        thread.setDaemon(true);
        return thread;
    });
    private volatile TestbenchRuntime runtime;
    private volatile SampleYard yard;
    private volatile RuntimeConnector connector;
    private volatile RuntimeStage stage;
    private volatile Subscription subscription;
    private volatile CanisterQuery query;
    private volatile boolean gatewayListens;

    /** @param freePorts take whatever ports are free instead of those in the options */
    public RuntimeNetwork(RuntimeOptions options, boolean freePorts) {
        this.options = freePorts ? options.onFreePorts() : options;
    }

    @Override
    public boolean start(StartListener steps, GatewayListener events, NameBook names) {
        TestbenchRuntime fresh = new TestbenchRuntime(
                options,
                (step, state, note, took, failure) -> {
                    if (state == StepState.DONE) {
                        stepDone(step, events, names);
                    }
                    steps.onStep(step, state, note, took, failure);
                },
                builtIn);
        runtime = fresh;
        yard = new SampleYard(fresh, names);
        try {
            fresh.start();
        } catch (StartException e) {
            return false; // the listener was told, step and reason
        }
        connector = new RuntimeConnector(fresh, yard, names, work, senders::add);
        stage = new RuntimeStage(fresh, yard, names);
        return true;
    }

    private void stepDone(StartStep step, GatewayListener events, NameBook names) {
        switch (step) {
            case CANISTER -> runtime.canisters().forEach((name, id) -> names.put(id, name));
            case GATEWAY -> {
                // Before the first client comes: its very first message is to be seen too.
                subscription = runtime.gateway().subscribe(events);
                gatewayListens = true;
            }
            case CLIENT -> {
                for (TestClient client : runtime.clients()) {
                    names.put(client.key().principal(), client.name());
                    NetworkClient network =
                            new NetworkClient(runtime.replicaUrl(), new CertificateVerifier(runtime.rootKey()));
                    builtIn.setClient(client, gatewayUrl(), new MessageTypes(network, work, names));
                    senders.add(builtIn);
                }
            }
            default -> {}
        }
    }

    @Override
    public String name() {
        return options.replicaUrl() == null
                ? "Embedded replica"
                : options.replicaUrl().getHost();
    }

    @Override
    public URI gatewayUrl() {
        return runtime.gateway().url();
    }

    @Override
    public GatewaySnapshot snapshot() {
        return gatewayListens ? runtime.gateway().snapshot() : null;
    }

    @Override
    public Limits limits() {
        return gatewayListens ? runtime.gateway().limits() : null;
    }

    @Override
    public List<TestSender> senders() {
        return List.copyOf(senders);
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public void useNetwork(URI network) {
        options = options.withReplicaUrl(network);
    }

    @Override
    public String networkUrl() {
        return runtime == null ? "" : runtime.replicaUrl().toString();
    }

    @Override
    public ReplicaControl replicaControl() {
        TestbenchRuntime now = runtime;
        return now == null ? null : now.replica().map(LocalReplica::control).orElse(null);
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public Connector.Opening addClient() {
        TestbenchRuntime now = runtime;
        if (now == null || connector == null) {
            throw new IllegalStateException("The network is not up yet, or did not start.");
        }
        var canister = now.canisters().values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no sample canister on this network."));
        ConnectionRequest request =
                new ConnectionRequest(now.gateway().url(), now.replicaUrl(), canister, null, "v1", null, 1);
        return connector.connect(request, step -> {});
    }

    @Override
    public java.util.Optional<byte[]> query(Principal canister, String method, byte[] argument)
            throws java.io.IOException {
        CanisterQuery asking = query;
        if (asking == null) {
            asking = new CanisterQuery(runtime.replicaUrl());
            query = asking;
        }
        return asking.ask(canister, method, argument);
    }

    @Override
    public void onActivity(Runnable listener) {
        runtime.replica().ifPresent(replica -> replica.onExecuted(canister -> listener.run()));
    }

    @Override
    public void polling(PollingPolicy policy) {
        if (gatewayListens) {
            runtime.gateway().polling(policy);
        }
    }

    @Override
    public boolean closeSession(long sessionId, int code, String reason) {
        return gatewayListens && runtime.gateway().closeSession(sessionId, code, reason);
    }

    @Override
    public void close() {
        gatewayListens = false;
        if (connector != null) {
            connector.close();
        }
        work.shutdownNow();
        if (subscription != null) {
            subscription.close();
        }
        if (runtime != null) {
            runtime.close();
        }
    }
}
