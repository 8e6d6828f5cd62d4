package org.icws.protocol.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ic4j.agent.replicaapi.CallRequestContent;
import org.ic4j.agent.replicaapi.ReadStateContent;
import org.ic4j.agent.requestid.RequestId;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class RepresentationHashTest {

    private static final byte[] SPEC_ID =
            Vectors.hex("1d1091364d6bb8a6c16b203ee75467d59ead468f523eb058880ae8ec80e2b101");

    @Test
    void theSpecificationsExampleHasItsRequestId() {
        byte[] cbor = Vectors.hex("a6 6c726571756573745f74797065 6463616c6c 6673656e646572 4104"
                + "6e696e67726573735f657870697279 1b1764595927e9c000 6b63616e69737465725f6964 4800000000000004d2"
                + "6b6d6574686f645f6e616d65 6568656c6c6f 63617267 474449444c00fd2a");
        assertThat(RepresentationHash.of(Cbor.read(cbor))).isEqualTo(SPEC_ID);
        assertThat(RepresentationHash.of(specContent())).isEqualTo(SPEC_ID);
    }

    private static Map<String, Object> specContent() {
        return Map.of(
                "request_type",
                "call",
                "sender",
                new byte[] {4},
                "ingress_expiry",
                1_685_570_400_000_000_000L,
                "canister_id",
                Vectors.hex("00000000000004D2"),
                "method_name",
                "hello",
                "arg",
                Vectors.hex("4449444c00fd2a"));
    }

    @Test
    void bothFormsAgreeOnEveryKindOfValue() {
        byte[] cbor = Vectors.hex("a5 6161 1bffffffffffffffff 6162 82 4101 6178 6163 a1 6164 4102 6165 f6 6166 05");
        Map<String, Object> same =
                Map.of("a", -1L, "b", List.of(new byte[] {1}, "x"), "c", Map.of("d", new byte[] {2}), "f", 5L);
        assertThat(RepresentationHash.of(Cbor.read(cbor))).isEqualTo(RepresentationHash.of(same));
    }

    @Test
    void bignumsHashLikeTheNumbersTheyAre() {
        assertThat(RepresentationHash.of(Cbor.read(Vectors.hex("a1 6161 c2 4105"))))
                .isEqualTo(RepresentationHash.of(Cbor.read(Vectors.hex("a1 6161 05"))));
    }

    @Test
    void theOrderOfFieldsDoesNotMatterAndAnUnknownFieldDoes() {
        byte[] ab = RepresentationHash.of(Cbor.read(Vectors.hex("a2 6161 01 6162 02")));
        assertThat(RepresentationHash.of(Cbor.read(Vectors.hex("a2 6162 02 6161 01"))))
                .isEqualTo(ab);
        assertThat(RepresentationHash.of(Cbor.read(Vectors.hex("a3 6162 02 6161 01 617a 01"))))
                .isNotEqualTo(ab);
    }

    @Test
    void valuesWithoutAHashAreRefused() {
        for (String hex : List.of("a1 6161 f5", "a1 6161 fb3ff0000000000000", "a1 6161 81 f6", "81 00", "00")) {
            assertThatThrownBy(() -> RepresentationHash.of(Cbor.read(Vectors.hex(hex))))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void ic4jComputesTheSameIdOfACall() {
        CallRequestContent content = new CallRequestContent();
        CallRequestContent.CallRequest call = content.callRequest;
        call.nonce = Optional.of(new byte[] {1, 2, 3});
        call.ingressExpiry = 1_685_570_400_000_000_000L;
        call.sender = Principals.ANONYMOUS;
        call.canisterId = Principals.canisterId(7);
        call.methodName = "ws_open";
        call.arg = new byte[] {9, 8, 7};
        byte[] ours = RepresentationHash.of(Map.of(
                "request_type",
                "call",
                "nonce",
                new byte[] {1, 2, 3},
                "sender",
                new byte[] {4},
                "ingress_expiry",
                1_685_570_400_000_000_000L,
                "canister_id",
                Principals.canisterId(7).getValue(),
                "method_name",
                "ws_open",
                "arg",
                new byte[] {9, 8, 7}));
        assertThat(RequestId.toRequestId(content).get()).isEqualTo(ours);
    }

    @Test
    void ic4jComputesTheSameIdOfAReadState() {
        ReadStateContent content = new ReadStateContent();
        content.readStateRequest.ingressExpiry = 5L;
        content.readStateRequest.sender = Principals.ANONYMOUS;
        content.readStateRequest.paths = List.of(List.of(new byte[] {1}, new byte[] {2}), List.of());
        byte[] ours = RepresentationHash.of(Map.of(
                "request_type",
                "read_state",
                "sender",
                new byte[] {4},
                "ingress_expiry",
                5L,
                "paths",
                List.of(List.of(new byte[] {1}, new byte[] {2}), List.of())));
        assertThat(RequestId.toRequestId(content).get()).isEqualTo(ours);
    }
}
