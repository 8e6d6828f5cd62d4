package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpInterfaceTest {
    private static ProbeNetwork network;

    @BeforeAll
    static void start() {
        network = new ProbeNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String callPath() {
        return TestAgent.path(3, network.canister, "call");
    }

    private static HttpResponse<byte[]> post(String path, byte[] body) {
        return network.agent.post(path, body);
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String sentence) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(text(response)).contains(sentence);
    }

    @Test
    void statusTellsTheRootKeyAndHealth() {
        HttpResponse<byte[]> response = network.agent.get("/api/v2/status");
        JsonNode status = Cbor.read(response.body());

        assertThat(response.headers().firstValue("content-type")).hasValue("application/cbor");
        assertThat(Arrays.copyOf(response.body(), 3)).containsExactly(0xd9, 0xd9, 0xf7);
        assertThat(Cbor.bytes(status, "root_key")).isEqualTo(network.replica.rootKeyDer());
        assertThat(Cbor.text(status, "replica_health_status")).isEqualTo("healthy");
        assertThat(Cbor.text(status, "ic_api_version")).isEqualTo("0.18.0");
    }

    @Test
    void theRootPageSaysWhatThisIs() {
        HttpResponse<byte[]> page = network.agent.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(text(page)).contains("embedded Internet Computer network");
    }

    @Test
    void everyAnswerAllowsBrowsersOfAnyOrigin() {
        HttpRequest preflight = network.agent
                .request(callPath(), new byte[0])
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> response = network.agent.send(preflight);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(response.headers().firstValue("access-control-allow-methods").orElse(""))
                .contains("POST");
        assertThat(response.headers().firstValue("access-control-allow-headers").orElse(""))
                .contains("Content-Type");
        assertThat(post(callPath(), new byte[1]).headers().firstValue("access-control-allow-origin"))
                .hasValue("*");
    }

    @Test
    void unknownPathsAndMethodsAreRefusedWithASentence() {
        assertRefused(network.agent.get("/api/v9/nothing"), 404, "/api/v9/nothing");
        assertRefused(post(TestAgent.path(4, network.canister, "query"), new byte[0]), 404, "not a path");
        assertRefused(network.agent.get(callPath()), 405, "POST");
        HttpRequest wrongType = network.agent
                .request(callPath(), new byte[0])
                .setHeader("Content-Type", "text/plain")
                .build();
        assertRefused(network.agent.send(wrongType), 400, "expected application/cbor");
    }

    @Test
    void aPrincipalThatIsNotOneIsRefused() {
        assertRefused(post("/api/v2/canister/not-a-principal/query", new byte[1]), 400, "not-a-principal");
        assertRefused(post("/api/v2/canister/rwlgtiiaaaaaaaaaaaaacai/query", new byte[1]), 400, "not valid");
        assertRefused(
                post("/api/v2/subnet/" + network.canister + "/read_state", new byte[1]),
                400,
                "not part of this network");
    }

    @Test
    void bodiesOverTheLimitAreRefused() {
        assertRefused(post(callPath(), new byte[4 * 1024 * 1024 + 1]), 413, "too large");

        SignedRequest large = network.agent.sign(network.canister, "inc", new byte[2 * 1024 * 1024]);
        assertRefused(post(callPath(), large.envelope()), 413, "larger than the max allowed 2097152");
    }

    @Test
    void aBodyWithoutDeclaredLengthIsReadToItsEnd() {
        SignedRequest request = network.agent.sign(network.canister, "get", new byte[100_000]);
        HttpRequest chunked = network.agent
                .request(callPath(), new byte[0])
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(request.envelope())))
                .build();
        assertThat(network.agent
                        .outcome(network.canister, request, network.agent.send(chunked))
                        .replied())
                .isTrue();

        HttpRequest endless = network.agent
                .request(callPath(), new byte[0])
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[5 * 1024 * 1024])))
                .build();
        assertRefused(network.agent.send(endless), 413, "too large");
    }

    @Test
    void clientsThatDoNotReadTheirAnswersHoldUpNobody() throws Exception {
        byte[] body = new RequestSigner(TestAgent.identity(1))
                .query(network.canister, "big", new byte[0], network.agent.expiry())
                .envelope();
        String head = "POST " + TestAgent.path(2, network.canister, "query")
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cbor\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        List<Socket> lazy = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", network.replica.port()));
            socket.getOutputStream().write(head.getBytes());
            socket.getOutputStream().write(body);
            lazy.add(socket);
        }
        for (Socket socket : lazy) {
            // The answer has begun.
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        assertThat(network.query("get").replied()).isTrue();
        assertThat(network.query("big").reply()).hasSize(40 * 65536);
        for (Socket socket : lazy) {
            socket.close();
        }
    }

    @Test
    void garbageIsRefusedWithASentenceAndNeverAnError() {
        Random random = new Random(1);
        byte[] good = network.agent.sign(network.canister, "inc", new byte[20]).envelope();
        for (int i = 0; i < 300; i++) {
            byte[] body = i % 3 == 0 ? new byte[random.nextInt(200)] : good.clone();
            if (i % 3 == 0) {
                random.nextBytes(body);
            } else if (i % 3 == 1) {
                body = Arrays.copyOf(body, random.nextInt(body.length));
            } else {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
            HttpResponse<byte[]> response = post(callPath(), body);
            assertThat(response.statusCode()).as(text(response)).isIn(400, 413);
            assertThat(response.body()).isNotEmpty();
        }
        assertThat(network.report().counter()).isZero();
    }

    @Test
    void bytesThatAreNotHttpAreAnsweredOrCutOff() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", network.replica.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("\u0001\u0002garbage that is no HTTP\r\n\r\n".getBytes());
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("local Internet Computer replica");
        }
    }

    @Test
    void theEndpointMustFitTheRequest() {
        byte[] query = network.agent.sign(network.canister, "inc", new byte[0]).envelope();
        assertRefused(post(TestAgent.path(2, network.canister, "query"), query), 400, "requests of the type 'query'");
        assertRefused(
                post(TestAgent.path(3, Principals.canisterId(7), "call"), query),
                400,
                "Specified CanisterId " + network.canister + " does not match effective canister id in URL");
    }

    @Test
    void callsThatCannotBeLetInAreRejectedUncertified() {
        TestAgent.Outcome missing = network.agent.update(Principals.canisterId(7), "inc", new byte[0]);
        assertThat(missing.rejectCode()).isEqualTo(3);
        assertThat(missing.errorCode()).isEqualTo("IC0301");
        assertThat(missing.message()).isEqualTo("Canister " + Principals.canisterId(7) + " not found");

        var empty = network.replica.createCanister(List.of());
        assertThat(network.agent.update(empty, "inc", new byte[0]).errorCode()).isEqualTo("IC0537");
        assertThat(network.agent.query(empty, "get", new byte[0]).errorCode()).isEqualTo("IC0537");
        assertThat(network.agent
                        .query(Principals.canisterId(7), "get", new byte[0])
                        .errorCode())
                .isEqualTo("IC0301");
    }

    @Test
    void aTakenPortIsSaidSo() {
        int taken = network.replica.port();
        assertThatThrownBy(() -> LocalReplica.start(ReplicaConfig.defaults().withPort(taken)))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining(String.valueOf(taken));
    }

    @Test
    void aKilledReplicaRefusesConnectionsAndBreaksOpenOnes() {
        ProbeNetwork doomed = new ProbeNetwork();
        // The slow message is in the middle of its execution when the network dies.
        CompletableFuture<HttpResponse<byte[]>> running = doomed.agent.postLater(
                TestAgent.path(3, doomed.canister, "call"),
                doomed.agent.sign(doomed.canister, "spin", new byte[0]).envelope());
        Await.until(() -> doomed.isBusy());
        doomed.replica.kill();

        assertThatThrownBy(running::join).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> doomed.agent.get("/api/v2/status")).hasCauseInstanceOf(ConnectException.class);
        doomed.close();
    }

    @Test
    void clientsThatOfferHttp2AreAnswered() throws Exception {
        java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
        for (int i = 0; i < 3; i++) {
            var request = network.agent.sign(network.canister, "inc", new byte[0]);
            var response = http.send(
                    network.agent
                            .request(TestAgent.path(3, network.canister, "call"), request.envelope())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(network.agent
                            .outcome(network.canister, request, response)
                            .replied())
                    .isTrue();
        }
    }
}
