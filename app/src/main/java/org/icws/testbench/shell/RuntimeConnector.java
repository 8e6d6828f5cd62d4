package org.icws.testbench.shell;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
import org.icws.testbench.compose.ConnectionRequest;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.IdentityFile;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.store.NameBook;

/** Opens connections of our own clients, to our gateway or to another. Thread-safe. */
final class RuntimeConnector implements Connector {

    private final TestbenchRuntime runtime;
    private final SampleYard yard;
    private final NameBook names;
    private final Executor executor;
    private final Consumer<TestSender> added;
    private final SecureRandom random = new SecureRandom();
    private final ClientNames free = new ClientNames();

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
    public CompletableFuture<List<TestSender>> connect(ConnectionRequest request) {
        return CompletableFuture.supplyAsync(() -> connectAll(request), executor);
    }

    private List<TestSender> connectAll(ConnectionRequest request) {
        NetworkClient network = network(request);
        Principal canister = request.canister() != null ? request.canister() : yard.ensure(request.sample());
        List<TestSender> all = new ArrayList<>();
        try {
            for (int i = 0; i < request.count(); i++) {
                Identity identity = identity(request);
                all.add(
                        request.protocol().equals("poc")
                                ? connectPoc(request, network, canister, identity)
                                : connectV1(request, network, canister, identity));
            }
        } catch (RuntimeException e) {
            all.forEach(TestSender::close);
            throw e;
        }
        all.forEach(added);
        return all;
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

    private TestSender connectV1(
            ConnectionRequest request, NetworkClient network, Principal canister, Identity identity) {
        Principal principal = identity.sender();
        boolean known = names.knows(principal); // a key from a file may be in use already
        String name = known ? names.nameOf(principal) : free.take();
        names.put(principal, name); // before the first message, so that all of them carry it
        ClientSender sender = new ClientSender();
        TestClient client = null;
        try {
            client = runtime.closeWithMe(TestClient.connect(
                    TestClientConfig.of(name, request.gateway(), canister, identity, network.certificates(), sender)));
            sender.setClient(client, request.gateway(), new MessageTypes(network, executor, names));
            client.opened().join();
            return sender;
        } catch (RuntimeException e) {
            if (!known) {
                free.giveBack(name);
                names.forget(principal);
            }
            if (client == null) {
                throw e;
            }
            runtime.release(client);
            Throwable why = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            throw new TestbenchException("The canister did not accept the connection: " + why.getMessage(), e);
        }
    }

    private TestSender connectPoc(
            ConnectionRequest request, NetworkClient network, Principal canister, Identity identity) {
        if (!(identity instanceof Ed25519Identity key)) {
            throw new TestbenchException(
                    "The proof of concept's protocol knows Ed25519 keys only; this file holds another kind.");
        }
        String name = free.take();
        PocSender sender = new PocSender();
        try {
            PocTestClient client =
                    runtime.closeWithMe(PocTestClient.connect(name, request.gateway(), network, canister, key, sender));
            sender.setClient(client, request.gateway());
            names.put(client.key(), name);
            return sender;
        } catch (RuntimeException e) {
            free.giveBack(name);
            throw e;
        }
    }
}
