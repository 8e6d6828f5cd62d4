package org.icws.testbench.shell;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.Subscription;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.CanisterQuery;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartException;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepState;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.store.NameBook;

/** The real thing: replica, canister, gateway and client of {@link TestbenchRuntime}. */
public final class RuntimeNetwork implements LiveNetwork {

    private final RuntimeOptions options;
    private final ClientSender builtIn = new ClientSender();
    private volatile TestbenchRuntime runtime;
    private volatile Subscription subscription;
    private volatile CanisterQuery query;
    private volatile boolean gatewayListens;
    private volatile List<TestSender> senders = List.of();

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
        try {
            fresh.start();
        } catch (StartException e) {
            return false; // the listener was told, step and reason
        }
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
                    builtIn.setClient(client);
                    senders = List.of(builtIn);
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
    public List<TestSender> senders() {
        return senders;
    }

    @Override
    public TestSender addClient(String name, NameBook names) {
        Principal canister = runtime.canisters().values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no sample canister on this network."));
        ClientSender sender = new ClientSender();
        try {
            TestClient client = runtime.connectClient(name, canister, sender);
            sender.setClient(client);
            names.put(client.key().principal(), name);
            client.opened().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (TestClientException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        List<TestSender> all = new ArrayList<>(senders);
        all.add(sender);
        senders = List.copyOf(all);
        return sender;
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
    public void polling(PollingPolicy policy) {
        if (gatewayListens) {
            runtime.gateway().polling(policy);
        }
    }

    @Override
    public void close() {
        gatewayListens = false;
        if (subscription != null) {
            subscription.close();
        }
        if (runtime != null) {
            runtime.close();
        }
    }
}
