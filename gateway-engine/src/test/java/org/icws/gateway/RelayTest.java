package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final Testbed bed = new Testbed();

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void greetsWithItsPrincipalInTheExactBytesOfTheProtocol() {
        try (V1Client client = V1Client.unread(bed.gateway.url())) {
            byte[] frame = client.frame();

            String principal = HexFormat.of().formatHex(bed.gateway.principal().getValue());
            assertThat(HexFormat.of().formatHex(frame))
                    .isEqualTo("d9d9f7a1" + "71" + "676174657761795f7072696e636970616c" + "581d" + principal);
            assertThat(GatewayHandshake.decode(frame).gatewayPrincipal()).isEqualTo(bed.gateway.principal());
        }
    }

    @Test
    void relaysTheSignedEnvelopeByteForByte() {
        V1Client client = bed.client();
        SignedRequest open = client.sendOpen(bed.canister.id());
        client.message();
        SignedRequest message = client.say(bytes("hello"));

        Await.until("message relayed", () -> bed.replica.calls("ws_message").size() == 1);
        assertThat(bed.replica.calls("ws_open").get(0).body()).isEqualTo(open.envelope());
        assertThat(bed.replica.calls("ws_message").get(0).body()).isEqualTo(message.envelope());
        assertThat(bed.replica.calls("ws_message").get(0).envelope().content().requestId())
                .isEqualTo(message.requestId());
    }

    @Test
    void deliversTheCanistersMessagesWithTheirProof() {
        V1Client client = bed.client();
        client.sendOpen(bed.canister.id());

        WebsocketMessage first = client.message();
        assertThat(ServiceMessage.decode(first.content())).isEqualTo(new ServiceMessage.OpenMessage(client.key()));
        CanisterMessage event =
                bed.events.await(CanisterMessage.class, m -> m.kind().equals("OpenMessage"));
        assertThat(event.proof().verdict()).as("%s", event.proof()).isEqualTo(Verdict.VERIFIED);
        ClientMessage open = bed.events.await(ClientMessage.class, m -> m.kind().equals("ws_open"));
        assertThat(open.proof().verdict()).as("%s", open.proof()).isEqualTo(Verdict.VERIFIED);
        CallCompleted call =
                bed.events.await(CallCompleted.class, c -> c.method().equals("ws_open"));
        assertThat(call.outcome()).isEqualTo(CallOutcome.REPLIED_OK);
    }

    @Test
    void keepsTheOrderOfOneClientsMessagesOverRandomLatency() {
        Random random = new Random(1);
        bed.replica.callDelay = () -> random.nextInt(10);
        V1Client client = bed.openClient();

        int count = 200;
        IntStream.rangeClosed(1, count).forEach(i -> client.say(bytes("m" + i)));

        Await.until("all executed", () -> bed.canister.received().size() == count);
        List<String> texts = bed.canister.received().stream()
                .map(m -> new String(m.content(), StandardCharsets.UTF_8))
                .toList();
        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, count).mapToObj(i -> "m" + i).toList());
        assertThat(client.isOpen()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
