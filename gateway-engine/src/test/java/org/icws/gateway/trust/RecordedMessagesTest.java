package org.icws.gateway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages recorded by others from a real network; skipped where the recordings are not at hand. */
class RecordedMessagesTest {
    private static final Path RECORDED = Path.of("..", "..", "shared", "vectors", "icws-v1-messages.json");

    private JsonNode recorded;
    private Principal canister;
    private ClientKey client;

    @BeforeEach
    void load() throws IOException {
        Assumptions.assumeTrue(Files.exists(RECORDED), "no recorded messages at " + RECORDED.toAbsolutePath());
        recorded = new ObjectMapper().readTree(RECORDED.toFile());
        canister = Principals.parse(recorded.get("canister_id").asText());
        JsonNode key = recorded.get("client_key");
        client = new ClientKey(
                Principals.parse(key.get("client_principal").asText()),
                Long.parseUnsignedLong(key.get("client_nonce").asText()));
    }

    @Test
    void provesWhatARealCanisterSent() {
        JsonNode message = recorded.get("messages").get("VALID_OPEN_MESSAGE");

        assertThat(prove(message).verdict()).isEqualTo(Verdict.VERIFIED);
        WebsocketMessage content = WebsocketMessage.decode(hex(message.get("content")));
        assertThat(content.clientKey()).isEqualTo(client);
        assertThat(content.encode()).isEqualTo(hex(message.get("content")));
    }

    @Test
    void refusesEachMessageRecordedAsInvalid() {
        recorded.get("messages").properties().forEach(entry -> {
            // A wrong sequence number is not a matter of certification.
            if (entry.getKey().contains("KEY")) {
                assertThat(prove(entry.getValue()).verdict()).as(entry.getKey()).isEqualTo(Verdict.FAILED);
            }
        });
    }

    private Proof prove(JsonNode message) {
        byte[] content = hex(message.get("content"));
        long then = WebsocketMessage.decode(content).timestampNanos();
        GatewayClock clock = new GatewayClock() {
            @Override
            public long nowNanos() {
                return then;
            }

            @Override
            public long monotonicNanos() {
                return 0;
            }
        };
        CertificateVerifier verifier = new CertificateVerifier(new RootKey(hex(recorded.get("root_key_der"))));
        BatchCheck check = new BatchCheck(
                verifier, clock, GatewayProtocol.V1, canister, hex(message.get("cert")), hex(message.get("tree")));
        return check.prove(new QueuedMessage(client, message.get("key").asText(), content));
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }
}
