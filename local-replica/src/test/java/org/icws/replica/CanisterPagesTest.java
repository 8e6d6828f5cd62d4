package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.ModuleBuilder;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CanisterPagesTest {
    private final ScriptNetwork network = new ScriptNetwork();

    @AfterEach
    void stop() {
        network.close();
    }

    private static byte[] page(int status, String body, boolean upgrade) {
        return CandidEncoder.encode(CandidValue.record(
                "status_code",
                new CandidValue.Fixed(CandidValue.FixedKind.NAT16, status),
                "headers",
                CandidValue.vec(List.of(
                        CandidValue.tuple(CandidValue.text("content-type"), CandidValue.text("text/html")),
                        CandidValue.tuple(CandidValue.text("IC-Certificate"), CandidValue.text("certificate=:x:")))),
                "body",
                CandidValue.blob(body.getBytes(StandardCharsets.UTF_8)),
                "upgrade",
                CandidValue.some(CandidValue.bool(upgrade))));
    }

    private Principal serving(byte[] queryPage, byte[] updatePage) {
        ModuleBuilder module = ScriptCanister.builder(Set.of())
                .data(0x30000, new String(queryPage, StandardCharsets.ISO_8859_1))
                .data(0x38000, new String(updatePage, StandardCharsets.ISO_8859_1))
                .export("canister_query http_request", c -> c.i32(0x30000, queryPage.length)
                        .call("msg_reply_data_append")
                        .call("msg_reply"))
                .export("canister_update http_request_update", c -> c.i32(0x38000, updatePage.length)
                        .call("msg_reply_data_append")
                        .call("msg_reply"));
        return network.install(module.build());
    }

    private HttpResponse<byte[]> get(String path) {
        return network.agent.get(path);
    }

    @Test
    void aPageIsServedByParameterWithItsOwnHeaders() {
        Principal id = serving(page(203, "<p>hello", false), page(200, "", false));

        HttpResponse<byte[]> response = get("/index.html?canisterId=" + id);

        assertThat(response.statusCode()).isEqualTo(203);
        assertThat(new String(response.body())).isEqualTo("<p>hello");
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("text/html"));
        assertThat(response.headers().firstValue("ic-certificate")).hasValue("certificate=:x:");
    }

    @Test
    void aPageIsServedByHostName() throws IOException {
        Principal id = serving(page(200, "by host", false), page(200, "", false));
        try (Socket socket = new Socket("127.0.0.1", network.replica.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nHost: " + id + ".localhost:" + network.replica.port()
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("200")
                    .endsWith("by host");
        }
    }

    @Test
    void whatAPageLoadsComesFromTheSameCanister() {
        Principal id = serving(page(200, "script", false), page(200, "", false));
        String page = network.replica.url() + "/?canisterId=" + id;
        assertThat(new String(loadedBy(page).body())).isEqualTo("script");
        assertThat(new String(
                        loadedBy("http://elsewhere.example/?canisterId=" + id).body()))
                .isNotEqualTo("script");
        assertThat(new String(loadedBy("not a url").body())).isNotEqualTo("script");
    }

    private HttpResponse<byte[]> loadedBy(String page) {
        return network.agent.send(HttpRequest.newBuilder(network.replica.url().resolve("/index.js"))
                .header("Referer", page)
                .build());
    }

    @Test
    void anUpgradeToUpdateIsFollowed() {
        Principal id = serving(page(200, "not this", true), page(201, "certified", false));

        HttpResponse<byte[]> response = get("/?canisterId=" + id);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(new String(response.body())).isEqualTo("certified");
    }

    @Test
    void canistersWithoutPagesAndUnknownOnesAreNotFound() {
        assertThat(get("/?canisterId=" + network.canister).statusCode()).isEqualTo(404);
        assertThat(get("/?canisterId=ryjl3-tyaaa-aaaaa-aaaba-cai").statusCode()).isEqualTo(404);
        assertThat(get("/?canisterId=nonsense").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerThatIsNoPageIsABadGateway() {
        Principal id = serving(new byte[] {1, 2}, page(200, "", false));
        HttpResponse<byte[]> response = get("/?canisterId=" + id);
        assertThat(response.statusCode()).isEqualTo(502);
    }

    @Test
    void theTopologyNamesTheNextCanister() {
        HttpResponse<byte[]> response = get("/_/topology");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body()))
                .contains("default_effective_canister_id")
                .contains("Application");
    }

    @Test
    void headHasNoBody() {
        Principal id = serving(page(200, "body", false), page(200, "", false));
        HttpResponse<byte[]> response =
                network.agent.send(HttpRequest.newBuilder(network.replica.url().resolve("/?canisterId=" + id))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }
}
