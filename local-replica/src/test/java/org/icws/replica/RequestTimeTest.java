package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.Test;

/** What takes too long is ended, over real sockets: an answer that does not come, and clients that send or read too slowly. */
class RequestTimeTest {
    private static final String TOO_LONG = "The request took longer than 1.0 s.";
    private static final String HEAD = "POST /api/v2/canister/%s/query HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/cbor\r\nContent-Length: 1000000\r\n\r\n";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long BETWEEN_BYTES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static ScriptNetwork network(LoadLimits limits) {
        return new ScriptNetwork(config -> config.withLoadLimits(limits));
    }

    private static void assertWorks(ScriptNetwork network) {
        assertThat(ScriptNetwork.text(network.update(new Script().reply("well"))))
                .isEqualTo("well");
        assertThat(ScriptNetwork.text(network.query(new Script().reply("good"))))
                .isEqualTo("good");
    }

    @Test
    void aRequestThatIsNotAnsweredInTimeIsAnswered408() {
        try (ScriptNetwork network = network(LoadLimits.DEFAULT.withRequestTime(SECOND))) {
            network.replica.control().faults(FaultSwitches.NONE.withDropReplies(true));
            for (String what : List.of("call", "query", "read_state")) {
                HttpResponse<byte[]> response =
                        network.agent.post(TestAgent.path(2, network.canister, what), envelope(network, what));
                assertThat(response.statusCode()).as(what).isEqualTo(408);
                assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
                assertThat(new String(response.body(), UTF_8)).isEqualTo(TOO_LONG);
            }
            network.replica.control().faults(FaultSwitches.NONE);
            assertWorks(network);
        }
    }

    private static byte[] envelope(ScriptNetwork network, String what) {
        long expiry = network.agent.expiry();
        RawRequest request =
                switch (what) {
                    case "call" -> RawRequest.call(network.canister, TestAgent.identity(1), expiry);
                    case "query" -> RawRequest.query(network.canister, TestAgent.identity(1), expiry);
                    default ->
                        new RawRequest("read_state", TestAgent.identity(1), expiry)
                                .paths(List.of(List.of("time".getBytes(UTF_8))));
                };
        return request.bytes();
    }

    @Test
    void aBodyThatComesByteByByteIsCutOffWithAnAnswer() throws IOException {
        LoadLimits limits = LoadLimits.DEFAULT.withRequestTime(SECOND).withIdleTime(SECOND);
        try (ScriptNetwork network = network(limits);
                KeptConnection slow = new KeptConnection(network.replica.port())) {
            slow.send(HEAD.formatted(network.canister));
            sendByteByByte(slow, "x");
            assertThat(slow.answer()).startsWith("HTTP/1.1 408 ").endsWith(TOO_LONG);
            assertCutOff(slow, "x");
            assertWorks(network);
        }
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws IOException {
        try (ScriptNetwork network = network(LoadLimits.DEFAULT.withIdleTime(SECOND));
                KeptConnection slow = new KeptConnection(network.replica.port())) {
            slow.send("GET /api/v2/status HTTP/1.1\r\nX: ");
            assertCutOff(slow, "x");
            assertWorks(network);
        }
    }

    @Test
    void aSecondHeadThatComesByteByByteIsCutOffToo() throws IOException {
        try (ScriptNetwork network = network(LoadLimits.DEFAULT.withIdleTime(SECOND));
                KeptConnection slow = new KeptConnection(network.replica.port())) {
            assertThat(slow.statusOf("/api/v2/status")).isEqualTo(200);
            slow.send("G");
            assertCutOff(slow, "E");
            assertWorks(network);
        }
    }

    @Test
    void aConnectionOverWhichNothingComesIsClosed() throws IOException {
        try (ScriptNetwork network = network(LoadLimits.DEFAULT.withIdleTime(SECOND));
                KeptConnection silent = new KeptConnection(network.replica.port());
                KeptConnection finished = new KeptConnection(network.replica.port())) {
            assertThat(finished.statusOf("/api/v2/status")).isEqualTo(200);
            assertThat(silent.rest()).isEmpty();
            assertThat(finished.rest()).isEmpty();
            assertWorks(network);
        }
    }

    @Test
    void aPageThatIsNotReadIsBrokenOff() throws IOException {
        try (ScriptNetwork network = network(LoadLimits.DEFAULT.withRequestTime(SECOND));
                Socket lazy = new Socket()) {
            Principal id = network.replica.createCanister(List.of(network.agent.sender()));
            network.replica.install(id, LargePage.wasm(id, "first ", 900, 512 * 1024), new Script().bytes());
            lazy.setReceiveBufferSize(4096);
            lazy.setSoTimeout(30_000);
            lazy.connect(new InetSocketAddress("127.0.0.1", network.replica.port()));
            lazy.getOutputStream()
                    .write(("GET /?canisterId=" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
            assertThat(lazy.getInputStream().read()).isEqualTo('H');
            awaitReset(lazy);
            assertWorks(network);
        }
    }

    /** Only writing shows that the other side has given up, as nothing is read. */
    private static void awaitReset(Socket socket) {
        Await.until(() -> {
            try {
                socket.getOutputStream().write('x');
                return false;
            } catch (IOException reset) {
                return true;
            }
        });
    }

    /** Sends until an answer comes. */
    private static void sendByteByByte(KeptConnection slow, String bytes) {
        Await.until(() -> {
            try {
                slow.send(bytes);
                LockSupport.parkNanos(BETWEEN_BYTES_NANOS);
                return slow.hasInput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Goes on sending until the connection is closed, and nothing more comes over it. */
    private static void assertCutOff(KeptConnection slow, String bytes) throws IOException {
        Await.until(() -> {
            try {
                slow.send(bytes);
                LockSupport.parkNanos(BETWEEN_BYTES_NANOS);
                return false;
            } catch (IOException closed) {
                return true;
            }
        });
        try {
            assertThat(slow.rest()).isEmpty();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
