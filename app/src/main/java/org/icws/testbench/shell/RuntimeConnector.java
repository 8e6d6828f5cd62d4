package org.icws.testbench.shell;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.CanisterInfo;
import org.icws.replica.LocalReplica;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.client.NetworkRootKey;
import org.icws.testbench.client.PocTestClient;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientException;
import org.icws.testbench.compose.ConnectionRequest;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.IdentityFile;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.store.NameBook;

/** Opens connections of our own clients, to our gateway or to another. Thread-safe. */
final class RuntimeConnector implements Connector, AutoCloseable {

    private final TestbenchRuntime runtime;
    private final SampleYard yard;
    private final NameBook names;
    private final Executor executor;
    private final Consumer<TestSender> added;
    private final SecureRandom random = new SecureRandom();
    private final ClientNames free = new ClientNames();
    private final Set<ConnectionAttempt> attempts = ConcurrentHashMap.newKeySet();

    /**
     * @param executor runs what blocks
     * @param added told of every new client
     */
    RuntimeConnector(
            TestbenchRuntime runtime, SampleYard yard, NameBook names, Executor executor, Consumer<TestSender> added) {
        this.runtime = runtime;
        this.yard = yard;
        this.names = names;
        this.executor = executor;
        this.added = added;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(runtime.gateway().url(), runtime.replicaUrl(), yard.installed(), yard.installable());
    }

    @Override
    public CompletableFuture<Map<String, Principal>> canisters() {
        return CompletableFuture.supplyAsync(
                () -> {
                    Map<String, Principal> all = new LinkedHashMap<>();
                    for (CanisterInfo info :
                            runtime.replica().map(LocalReplica::canisters).orElse(List.of())) {
                        boolean named = names.knows(info.id()) && !all.containsKey(names.nameOf(info.id()));
                        all.put(named ? names.nameOf(info.id()) : info.id().toString(), info.id());
                    }
                    return all;
                },
                executor);
    }

    @Override
    public Opening connect(ConnectionRequest request, Consumer<Progress> progress) {
        ConnectionAttempt attempt = new ConnectionAttempt(request.count(), progress, added);
        attempts.add(attempt);
        attempt.senders().whenComplete((senders, failure) -> attempts.remove(attempt));
        attempt.begin(() -> connectAll(request, attempt));
        return attempt;
    }

    /** Ends what is being opened. */
    @Override
    public void close() {
        attempts.forEach(attempt -> attempt.fail(
                new TestbenchException("The network was stopped before the connection was open. Start it again.")));
    }

    private void connectAll(ConnectionRequest request, ConnectionAttempt attempt) {
        attempt.step(Step.PREPARING);
        NetworkClient network = attempt.interruptibly(() -> network(request));
        attempt.requireWanted();
        // Not interrupted: a sample that is half installed helps nobody.
        Principal canister = request.canister() != null ? request.canister() : yard.ensure(request.sample());
        for (int i = 0; i < request.count(); i++) {
            Identity identity = identity(request);
            if (request.protocol().equals("poc")) {
                connectPoc(request, network, canister, identity, attempt);
            } else {
                connectV1(request, network, canister, identity, attempt);
            }
        }
    }

    /** Our own network's root key is known; that of another is mainnet's, or asked for on this machine. */
    private NetworkClient network(ConnectionRequest request) {
        boolean ours = request.network().equals(runtime.replicaUrl());
        RootKey key = ours ? runtime.rootKey() : NetworkRootKey.of(request.network());
        return new NetworkClient(request.network(), new CertificateVerifier(key));
    }

    private Identity identity(ConnectionRequest request) {
        if (request.pem() == null) {
            return Ed25519Identity.generate(random);
        }
        try {
            return IdentityFile.read(request.pem());
        } catch (IOException e) {
            throw new TestbenchException(request.pem() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void connectV1(
            ConnectionRequest request,
            NetworkClient network,
            Principal canister,
            Identity identity,
            ConnectionAttempt attempt) {
        Principal principal = identity.sender();
        boolean known = names.knows(principal); // a key from a file may be in use already
        String name = known ? names.nameOf(principal) : free.take();
        names.put(principal, name); // before the first message, so that all of them carry it
        ClientSender sender = new ClientSender();
        TestClient client = null;
        try {
            attempt.step(Step.REACHING);
            client = runtime.closeWithMe(TestClient.begin(
                    TestClientConfig.of(name, request.gateway(), canister, identity, network.certificates(), sender)));
            sender.setClient(client, request.gateway(), new MessageTypes(network, executor, names));
            awaitOpen(client, request.gateway(), attempt);
            attempt.opened(sender);
        } catch (RuntimeException e) {
            if (!known) {
                free.giveBack(name);
                names.forget(principal);
            }
            if (client != null) {
                runtime.release(client);
            }
            throw e;
        }
    }

    private static void awaitOpen(TestClient client, URI gateway, ConnectionAttempt attempt) {
        attempt.await(client.connected());
        attempt.step(Step.GREETING);
        try {
            attempt.await(client.greeted());
        } catch (TestClientException e) {
            throw new TestbenchException(
                    "What answers at " + gateway + " opened the WebSocket, but brought no handshake: " + e.getMessage()
                            + ". Check that it is a gateway, and of the protocol v1.",
                    e);
        }
        attempt.step(Step.OPENING);
        try {
            attempt.await(client.opened());
        } catch (TestClientException e) {
            throw new TestbenchException("The connection did not open. " + withAdvice(e.getMessage()), e);
        }
    }

    /** What the network said of the canister is told as it is; what one can do about it is always the same. */
    private static String withAdvice(String why) {
        if (!why.contains("ws_open")) {
            return why;
        }
        return (why.endsWith(".") ? why : why + ".")
                + " Check the canister's id, and that it is installed on that network and speaks the protocol v1.";
    }

    private void connectPoc(
            ConnectionRequest request,
            NetworkClient network,
            Principal canister,
            Identity identity,
            ConnectionAttempt attempt) {
        if (!(identity instanceof Ed25519Identity key)) {
            throw new TestbenchException(
                    "The proof of concept's protocol knows Ed25519 keys only; this file holds another kind.");
        }
        String name = free.take();
        PocSender sender = new PocSender();
        PocTestClient client = null;
        try {
            attempt.step(Step.REGISTERING);
            client = runtime.closeWithMe(attempt.interruptibly(
                    () -> PocTestClient.connect(name, request.gateway(), network, canister, key, sender)));
            sender.setClient(client, request.gateway());
            names.put(client.key(), canister, name);
            attempt.opened(sender);
        } catch (RuntimeException e) {
            free.giveBack(name);
            if (client != null) {
                runtime.release(client);
            }
            throw e;
        }
    }
}
