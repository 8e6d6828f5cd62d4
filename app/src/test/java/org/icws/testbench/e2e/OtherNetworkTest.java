package org.icws.testbench.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartException;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.TestbenchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A testbench on a network that is not its own. */
@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OtherNetworkTest {

    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    @TempDir
    Path dataDir;

    @Test
    void itInstallsNothingThereAndServesTheCanistersThatAreThere() throws Exception {
        try (LocalReplica network = LocalReplica.start(ReplicaConfig.defaults());
                TestbenchRuntime testbench = new TestbenchRuntime(optionsFor(network.url()), StartListener.NONE)) {
            Principal canister = network.createCanister(List.of());
            network.install(canister, SampleCanister.PING_PONG.wasm(), NO_ARGUMENT);
            testbench.start();

            assertThat(testbench.canisters()).isEmpty();
            assertThat(testbench.replica()).isEmpty();
            assertThat(network.canisters()).hasSize(1);
            assertThat(testbench.rootKey().der()).isEqualTo(network.rootKeyDer());
            Inbox inbox = new Inbox();
            try (TestClient client = TestClient.connect(
                    testbench.gateway().url(),
                    canister,
                    Ed25519Identity.generate(new SecureRandom()),
                    testbench.rootKey(),
                    "guest",
                    inbox)) {
                client.opened().get(Inbox.SECONDS, TimeUnit.SECONDS);
                assertThat(inbox.next()).isEqualTo("ping");
            }
        }
    }

    @Test
    void aNetworkThatDoesNotAnswerIsNamed() throws Exception {
        URI nobody;
        try (ServerSocket unused = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + unused.getLocalPort());
        }
        try (TestbenchRuntime testbench = new TestbenchRuntime(optionsFor(nobody), StartListener.NONE)) {
            assertThatThrownBy(testbench::start).isInstanceOfSatisfying(StartException.class, e -> {
                assertThat(e.step()).isEqualTo(StartStep.GATEWAY);
                assertThat(e.failure().whatToDo()).contains(nobody.toString());
            });
        }
    }

    @Test
    void aServerOfPagesIsNoNetwork() throws Exception {
        HttpServer pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        pages.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        pages.start();
        URI url = URI.create("http://127.0.0.1:" + pages.getAddress().getPort());
        try (TestbenchRuntime testbench = new TestbenchRuntime(optionsFor(url), StartListener.NONE)) {
            assertThatThrownBy(testbench::start).isInstanceOfSatisfying(StartException.class, e -> assertThat(
                            e.failure().why())
                    .isEqualTo("What answers at " + url + " is not a replica: it does not tell a root key."));
        } finally {
            pages.stop(0);
        }
    }

    @Test
    void aDefaultPortThatIsTakenIsReplacedByAFreeOne() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"));
                TestbenchRuntime testbench = new TestbenchRuntime(
                        new RuntimeOptions(
                                other.getLocalPort(),
                                false,
                                other.getLocalPort(),
                                false,
                                null,
                                RuntimeOptions.DEFAULT_POLL_INTERVAL,
                                dataDir,
                                false,
                                false),
                        StartListener.NONE)) {
            testbench.start();

            assertThat(testbench.gateway().port()).isPositive().isNotEqualTo(other.getLocalPort());
            assertThat(testbench.replicaUrl().getPort()).isPositive().isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void closingWhileItStartsLeavesNothingOpen() {
        TestbenchRuntime[] self = new TestbenchRuntime[1];
        self[0] = new TestbenchRuntime(RuntimeOptions.defaults(dataDir).onFreePorts(), (step, state, note, took, f) -> {
            if (step == StartStep.CANISTER) {
                self[0].close();
            }
        });

        assertThatThrownBy(self[0]::start).isInstanceOf(StartException.class);
        assertThat(self[0].clients()).isEmpty();
    }

    private RuntimeOptions optionsFor(URI network) {
        return new RuntimeOptions(
                0, true, 0, false, network, RuntimeOptions.DEFAULT_POLL_INTERVAL, dataDir, true, false);
    }
}
