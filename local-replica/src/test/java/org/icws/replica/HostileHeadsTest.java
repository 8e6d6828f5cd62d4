package org.icws.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.Test;

/** Damaged heads of requests, to every kind of path: each is answered without a server error or cut off, and nobody else notices. */
class HostileHeadsTest {
    private static final int HEADS = 3_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Random random = new Random(4713);

    @Test
    void threeThousandMutatedHeadsAreAnsweredWithoutServerErrorOrCutOff() throws IOException {
        try (ScriptNetwork network = new ScriptNetwork()) {
            List<String> right = right(network);
            Map<String, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < HEADS; i++) {
                String head = mutated(right.get(random.nextInt(right.size())));
                statuses.merge(status(network.replica.port(), head), 1, Integer::sum);
            }
            assertThat(statuses.keySet())
                    .as(statuses.toString())
                    .allMatch(status -> status.equals("cut off") || status.matches("[234]\\d\\d"));
            assertThat(statuses.get("200")).as(statuses.toString()).isGreaterThan(HEADS / 50);
            assertThat(statuses.get("400")).as(statuses.toString()).isGreaterThan(HEADS / 50);
            assertThat(ScriptNetwork.text(network.update(new Script().reply("well"))))
                    .isEqualTo("well");
            assertThat(network.replica.control().status().paused()).isFalse();
        }
    }

    private static List<String> right(ScriptNetwork network) {
        String host = "Host: localhost:" + network.replica.port() + "\r\n";
        String cbor = "Content-Type: application/cbor\r\nContent-Length: 2\r\n";
        List<String> heads = new ArrayList<>();
        for (String path :
                List.of("/api/v2/status", "/_/topology", "/", "/_/testbench/status", "/_/testbench/canisters")) {
            heads.add("GET " + path + " HTTP/1.1\r\n" + host);
        }
        heads.add("GET /?canisterId=" + network.canister + " HTTP/1.1\r\n" + host);
        heads.add("GET /index.js HTTP/1.1\r\nHost: " + network.canister + ".localhost\r\nAccept: */*\r\n");
        for (String what : List.of("call", "query", "read_state")) {
            heads.add("POST " + TestAgent.path(3, network.canister, what) + " HTTP/1.1\r\n" + host + cbor);
        }
        heads.add("OPTIONS " + TestAgent.path(2, network.canister, "call")
                + " HTTP/1.1\r\nOrigin: http://a.example\r\nAccess-Control-Request-Method: POST\r\n" + host);
        heads.add(
                "POST /_/testbench/nothing HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" + host);
        return heads;
    }

    /** The end of the connection is asked for, so that an answer is known to be whole. */
    private String mutated(String head) {
        StringBuilder changed = new StringBuilder(head).append("Connection: close\r\n\r\n");
        int at = random.nextInt(head.length());
        switch (random.nextInt(8)) {
            case 0 -> changed.setCharAt(at, (char) random.nextInt(256));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, (char) random.nextInt(256));
            case 3 -> changed.insert(at, "\r\n");
            case 4 -> changed.insert(head.indexOf("\r\n") + 2, line());
            case 5 -> changed.insert(head.indexOf(' ') + 1, segment());
            case 6 -> changed.insert(head.indexOf("\r\n") + 2, "X: " + "y".repeat(random.nextInt(20_000)) + "\r\n");
            default -> changed.replace(0, head.indexOf(' '), method());
        }
        return changed.append("{}").toString();
    }

    private String line() {
        List<String> lines = List.of(
                "Host: a.example",
                "Content-Length: 5",
                "Content-Length: -1",
                "Content-Length: 1e9",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked",
                "Expect: 100-continue",
                "Expect: something",
                "Upgrade: h2c",
                "Upgrade: websocket",
                "Content-Encoding: gzip",
                "Referer: http://localhost/?canisterId=aaaaa-aa",
                "Range: bytes=0-",
                "Content-Type: application/cbor",
                "Cookie: a=b",
                ": nothing",
                " folded",
                "X");
        return lines.get(random.nextInt(lines.size())) + "\r\n";
    }

    private String segment() {
        List<String> segments =
                List.of("/..", "/%2e%2e", "//", "/%00", "/%zz", "/?canisterId=", "/;a=b", "http://x", "*", "/\u00e4");
        return segments.get(random.nextInt(segments.size()));
    }

    private String method() {
        List<String> methods =
                List.of("PUT", "DELETE", "PATCH", "HEAD", "TRACE", "CONNECT", "get", "PRI", "X".repeat(50));
        return methods.get(random.nextInt(methods.size()));
    }

    private static String status(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            // A head that was cut short, or a body announced longer than it is, would be waited for.
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), ISO_8859_1);
            return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : answer.isEmpty() ? "cut off" : answer;
        } catch (SocketException reset) {
            return "cut off";
        }
    }
}
