package org.icws.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.CertificateException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pages of the asset canister arrive with a certification that holds against this network's root key, and only against it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertifiedPagesTest {
    private static final String PAGE = "<!DOCTYPE html><title>certified</title><p>This page is certified.</p>";

    private final ScriptNetwork network = new ScriptNetwork();
    private Principal assets;

    /** An answer as it came over the socket. */
    private record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer of(String raw) {
            int end = raw.indexOf("\r\n\r\n");
            String[] lines = raw.substring(0, end).split("\r\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            return new Answer(
                    Integer.parseInt(lines[0].split(" ")[1]),
                    headers,
                    raw.substring(end + 4).getBytes(ISO_8859_1));
        }
    }

    @BeforeAll
    void install() throws IOException {
        assets = network.replica.createCanister(List.of(network.agent.sender()));
        // Whoever installs it may store files.
        byte[] install = CandidEncoder.encode(CandidValue.record(
                "mode", CandidValue.variant("install"),
                "canister_id", CandidValue.principal(assets),
                "wasm_module", CandidValue.blob(RustModule.CERTIFIED_ASSETS.wasm()),
                "arg", CandidValue.blob(CandidEncoder.encode(CandidValue.none()))));
        assertReplied(network.agent.update(assets, Principals.MANAGEMENT, "install_code", install));
        store("/index.html", PAGE);
    }

    @AfterAll
    void close() {
        network.close();
    }

    private static void assertReplied(TestAgent.Outcome outcome) {
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
    }

    private void store(String key, String content) {
        assertReplied(network.agent.update(
                assets,
                "store",
                CandidEncoder.encode(CandidValue.record(
                        "key", CandidValue.text(key),
                        "content_type", CandidValue.text("text/html"),
                        "content_encoding", CandidValue.text("identity"),
                        "content", CandidValue.blob(content.getBytes(UTF_8)),
                        "sha256", CandidValue.none()))));
    }

    private Answer get(String path) {
        int port = network.replica.port();
        return Answer.of(RawHttp.get(port, path, assets + ".localhost:" + port));
    }

    private ResponseVerification verification(byte[] rootKeyDer) {
        return new ResponseVerification(new CertificateVerifier(new RootKey(rootKeyDer)), network.clock, assets);
    }

    private void verify(Answer answer) {
        verification(network.replica.rootKeyDer()).verify(answer.status(), answer.headers(), answer.body());
    }

    @Test
    void aPageIsProvenByItsHeaders() {
        for (String path : List.of("/index.html", "/", "/index.html?query=1")) {
            Answer answer = get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body(), UTF_8)).isEqualTo(PAGE);
            assertThat(answer.headers()).containsEntry("content-type", "text/html");
            verify(answer);
        }
    }

    @Test
    void aChangedPageIsProvenAnew() {
        store("/news.html", "<p>first</p>");
        verify(get("/news.html"));
        store("/news.html", "<p>second</p>");
        Answer answer = get("/news.html");
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("<p>second</p>");
        verify(answer);
    }

    @Test
    void whatStandsInForAPageThatIsNotThereIsProvenToo() {
        Answer answer = get("/nothing.html");
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(PAGE);
        verify(answer);
    }

    @Test
    void nothingElseIsProvenByTheSameHeaders() {
        Answer answer = get("/index.html");
        ResponseVerification right = verification(network.replica.rootKeyDer());
        byte[] forged = PAGE.replace("certified.", "forged.").getBytes(UTF_8);
        assertThatThrownBy(() -> right.verify(200, answer.headers(), forged))
                .hasMessageContaining("answer in the tree");
        assertThatThrownBy(() -> right.verify(404, answer.headers(), answer.body()))
                .hasMessageContaining("answer in the tree");
    }

    @Test
    void anotherNetworksKeyProvesNothing() {
        Answer answer = get("/index.html");
        try (LocalReplica other = LocalReplica.start(ReplicaConfig.defaults().withKeySeed(99))) {
            assertThatThrownBy(() ->
                            verification(other.rootKeyDer()).verify(answer.status(), answer.headers(), answer.body()))
                    .isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void aPageIsProvenByAFreshCertificateLongAfterItWasStored() {
        network.clock.advance(Duration.ofMinutes(30));
        verify(get("/index.html"));
    }
}
