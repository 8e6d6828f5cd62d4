package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidText;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.FieldNames;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class ClientMessagesTest {

    private static final Principal GATEWAY = Principals.selfAuthenticating(new byte[44]);
    private static final ClientKey KEY = new ClientKey(Principals.parse("2vxsx-fae"), -1);

    @Test
    void theOpeningArgumentIsByteForByteTheJavaScriptSdks() {
        String gateway = HexFormat.of().formatHex(GATEWAY.getValue());

        assertThat(HexFormat.of().formatHex(ClientMessages.openArgument(0x0102030405060708L, GATEWAY)))
                .isEqualTo("4449444c016c02f3eec6b40268bbd1eacd0e780100011d" + gateway + "0807060504030201");
    }

    @Test
    void aMessageCarriesItsKeyNumberAndContent() {
        byte[] arguments = ClientMessages.messageArguments(KEY, 7, 1_000, true, new byte[] {1, 2});

        String text = CandidText.render(CandidDecoder.decode(arguments), FieldNames.ICWS);
        assertThat(text.replaceAll("[\\s_]", ""))
                .contains("sequencenum=7")
                .contains("timestamp=1000")
                .contains("isservicemessage=true")
                .contains("clientnonce=18446744073709551615")
                .contains("null");
    }

    @Test
    void serviceMessagesOfACanisterAreUnderstood() {
        CandidValue key = CandidValue.record(
                "client_principal", CandidValue.principal(KEY.principal()), "client_nonce", CandidValue.nat64(-1));

        assertThat(ClientMessages.service(service("OpenMessage", "client_key", key)))
                .isEqualTo(new ServiceMessage.OpenMessage(KEY));
        assertThat(ClientMessages.service(service("AckMessage", "last_incoming_sequence_num", CandidValue.nat64(3))))
                .isEqualTo(new ServiceMessage.AckMessage(3));
        assertThat(ClientMessages.service(
                        service("CloseMessage", "reason", CandidValue.variant("ClosedByApplication"))))
                .isEqualTo(new ServiceMessage.CloseMessage("ClosedByApplication"));
    }

    @Test
    void whatOnlyAClientMaySendIsRefused() {
        byte[] keepAlive = ClientMessages.keepAlive(1);

        assertThatThrownBy(() -> ClientMessages.service(keepAlive))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining("none of them");
    }

    @Test
    void garbageIsRefusedInWords() {
        assertThatThrownBy(() -> ClientMessages.service(new byte[] {1, 2, 3}))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining("not readable");
    }

    private static byte[] service(String variant, String field, CandidValue value) {
        return CandidEncoder.encode(CandidValue.variant(variant, CandidValue.record(field, value)));
    }
}
