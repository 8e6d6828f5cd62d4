package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.PocVectors;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.poc.PocMessage;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.junit.jupiter.api.Test;

/** H19: the recorded bytes of an original client of the proof of concept pass through /poc unchanged. */
class PocConformanceTest {
    @Test
    void h19TheVectorsOfTheFirstAndALaterFrameReachTheCanisterByteForByte() {
        try (Testbed bed = new Testbed()) {
            PocCanisterMock canister = new PocCanisterMock(bed.replica, PocVectors.CANISTER);
            assertThat(canister.register(PocVectors.PUBLIC_KEY)).isEqualTo(16);
            try (V1Client client = V1Client.unread(bed.gateway.url().resolve("/poc"))) {
                client.send(PocVectors.FIRST_FRAME);
                assertThat(message(client)).isEqualTo("hi".getBytes(StandardCharsets.US_ASCII));
                client.send(PocVectors.FRAME);

                assertThat(message(client))
                        .isEqualTo(HexFormat.of().parseHex("d9d9f7a164746578746970696e672d706f6e67"));
            }
            List<CandidValue> open = arguments(bed, "ws_open");
            assertThat(open.get(0).asBlob()).isEqualTo(PocVectors.FIRST_CONTENT);
            assertThat(open.get(1).asBlob()).isEqualTo(PocVectors.FIRST_SIGNATURE);
            assertThat(arguments(bed, "ws_message").get(0).asBlob()).isEqualTo(PocVectors.FRAME);
        }
    }

    @Test
    void h19AFrameToTheClientIsTheMapTheOriginalGatewayWrote() {
        try (Testbed bed = new Testbed()) {
            PocCanisterMock canister = new PocCanisterMock(bed.replica);
            try (PocClient client = PocClient.connect(bed.gateway.url()).open(canister)) {
                byte[] frame = client.socket().frame();

                String key = bed.gateway.principal() + "_" + "%020d".formatted(16);
                assertThat(HexFormat.of().formatHex(frame))
                        .startsWith("a4" + "636b6579" + "7854" + HexFormat.of().formatHex(key.getBytes()) + "6376616c");
            }
        }
    }

    private static byte[] message(V1Client client) {
        return PocMessage.decode(Cbor.bytes(Cbor.read(client.frame()), "val")).message();
    }

    private static List<CandidValue> arguments(Testbed bed, String method) {
        return CandidDecoder.decode(
                bed.replica.calls(method).get(0).envelope().content().arg(), 10_000);
    }
}
