package org.icws.testbench.shell;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.sample.SampleCanister;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.client.ClientState;
import org.icws.testbench.client.MessagingClient;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.client.PocClientListener;
import org.icws.testbench.client.PocTestClient;
import org.icws.testbench.client.ReceivedMessage;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientListener;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.scenarios.Incoming;
import org.icws.testbench.scenarios.Seat;
import org.icws.testbench.scenarios.Stage;
import org.icws.testbench.store.NameBook;

/** Scenarios on the running testbench: its replica's sample canisters, its gateway. Thread-safe. */
final class RuntimeStage implements Stage {

    private final TestbenchRuntime runtime;
    private final SampleYard yard;
    private final NameBook names;
    private final SecureRandom random = new SecureRandom();

    RuntimeStage(TestbenchRuntime runtime, SampleYard yard, NameBook names) {
        this.runtime = runtime;
        this.yard = yard;
        this.names = names;
    }

    @Override
    public String unavailable() {
        return runtime.replica().isPresent()
                ? null
                : "Scenarios need the embedded replica: their canisters are not installed on a network of others.";
    }

    @Override
    public String candid(String sample) {
        return Arrays.stream(SampleCanister.values())
                .filter(s -> s.canisterName().equals(sample))
                .findFirst()
                .orElseThrow(() -> new TestbenchException("There is no sample canister " + sample + "."))
                .candid();
    }

    @Override
    public Principal prepare(String sample, byte[] argument) {
        return yard.prepare(sample, argument);
    }

    @Override
    public Seat join(Principal canister, String protocol, int seat, String name, Consumer<Incoming> inbox) {
        Ed25519Identity identity = Ed25519Identity.generate(random);
        return protocol.equals("poc")
                ? joinPoc(canister, seat, name, identity, inbox)
                : joinV1(canister, seat, name, identity, inbox);
    }

    private static Incoming incoming(int seat, ReceivedMessage message) {
        return new Incoming(
                seat,
                message.sequenceNumber(),
                message.content(),
                message.canisterTimestampNanos(),
                message.receivedAtNanos());
    }

    private Seat joinV1(Principal canister, int seat, String name, Ed25519Identity identity, Consumer<Incoming> inbox) {
        // Known before the first message, so that all of them carry the name.
        names.put(identity.principal(), name);
        TestClientListener listener = new TestClientListener() {
            @Override
            public void onMessage(TestClient from, ReceivedMessage message) {
                inbox.accept(incoming(seat, message));
            }
        };
        TestClient client = runtime.closeWithMe(TestClient.connect(TestClientConfig.of(
                name,
                runtime.gateway().url(),
                canister,
                identity,
                new CertificateVerifier(runtime.rootKey()),
                listener)));
        try {
            client.opened().join();
        } catch (CompletionException e) {
            runtime.release(client);
            throw new TestbenchException(
                    "The canister did not accept " + name + ": " + e.getCause().getMessage(), e);
        }
        return new Joined(client, () -> runtime.release(client));
    }

    private Seat joinPoc(
            Principal canister, int seat, String name, Ed25519Identity identity, Consumer<Incoming> inbox) {
        PocClientListener listener = new PocClientListener() {
            @Override
            public void onMessage(PocTestClient from, ReceivedMessage message) {
                inbox.accept(incoming(seat, message));
            }
        };
        NetworkClient network = new NetworkClient(runtime.replicaUrl(), new CertificateVerifier(runtime.rootKey()));
        PocTestClient client = runtime.closeWithMe(PocTestClient.connect(
                name, runtime.gateway().url().resolve("/poc"), network, canister, identity, listener));
        return new Joined(client, () -> runtime.release(client));
    }

    private record Joined(MessagingClient client, Runnable leave) implements Seat {

        @Override
        public String name() {
            return client.name();
        }

        @Override
        public Principal principal() {
            return client.principal();
        }

        @Override
        public ClientKey key() {
            return client.key();
        }

        @Override
        public boolean isOpen() {
            return client.state() == ClientState.OPEN;
        }

        @Override
        public CompletableFuture<Long> send(byte[] content) {
            return client.send(content);
        }

        @Override
        public void close() {
            leave.run();
        }
    }
}
