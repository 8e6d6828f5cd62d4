package org.icws.gateway.protocol.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast way of reading pages and the general one agree about every reply. */
class PageReaderTest {
    private final PageReader reader = new PageReader();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void pagesComeBackAsTheyWereEncoded(int messages) {
        for (Optional<Boolean> end : List.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty())) {
            assertSame(CanisterResults.encodePage(page(messages, end)));
        }
    }

    @Test
    void theUsualShapeIsNotLeftToTheGeneralDecoder() {
        assertThat(PageShape.of(CanisterResults.encodePage(page(2, Optional.of(true)))))
                .isNotNull();
    }

    @Test
    void anOptionalEndOfQueueIsUnderstood() {
        Map<String, CandidValue> ok = fields();
        ok.put("is_end_of_queue", new CandidValue.Opt(CandidValue.bool(false)));
        byte[] reply = CandidEncoder.encode(CandidValue.variant("Ok", CandidValue.record(ok)));
        assertSame(reply);
        assertThat(reader.read(reply).endOfQueue()).contains(false);
    }

    @Test
    void fieldsOfALaterLibraryAreIgnored() {
        Map<String, CandidValue> ok = fields();
        ok.put("added_later", CandidValue.text("?"));
        assertSame(CandidEncoder.encode(CandidValue.variant("Ok", CandidValue.record(ok))));
    }

    @Test
    void theCanistersErrorIsToldInItsWords() {
        assertThatThrownBy(() -> reader.read(CanisterResults.encodeErr("not a gateway")))
                .isInstanceOf(V1Exception.class)
                .hasMessageContaining("not a gateway");
    }

    @Test
    void aClientMetBeforeIsRecognised() {
        byte[] reply = CanisterResults.encodePage(page(3, Optional.of(true)));
        assertThat(reader.read(reply).messages().get(1).clientKey())
                .isSameAs(reader.read(reply).messages().get(1).clientKey());
    }

    @Test
    void clientsThatShareANonceAreNotMistakenForEachOther() {
        List<QueuedMessage> messages = List.of(
                new QueuedMessage(new ClientKey(Principals.canisterId(1), 7), "g_0", new byte[] {1}),
                new QueuedMessage(new ClientKey(Principals.canisterId(2), 7), "g_1", new byte[] {2}));
        byte[] reply =
                CanisterResults.encodePage(new MessagesPage(messages, new byte[1], new byte[1], Optional.empty()));
        assertSame(reply);
        assertSame(reply);
    }

    @Test
    void truncatedRepliesAreRefusedByBoth() {
        byte[] reply = CanisterResults.encodePage(page(2, Optional.of(true)));
        for (int length = 0; length < reply.length; length++) {
            assertSame(Arrays.copyOf(reply, length));
        }
    }

    @Test
    void mutatedRepliesMeanTheSameToBoth() {
        byte[] reply = CanisterResults.encodePage(page(2, Optional.of(true)));
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = reply.clone();
            for (int change = 0; change <= i % 3; change++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            assertSame(mutated);
        }
    }

    private void assertSame(byte[] reply) {
        assertThat(describe(() -> reader.read(reply))).isEqualTo(describe(() -> CanisterResults.page(reply)));
    }

    private interface Read {
        MessagesPage page();
    }

    private static List<Object> describe(Read read) {
        MessagesPage page;
        try {
            page = read.page();
        } catch (V1Exception e) {
            return List.of("refused");
        }
        List<Object> all = new ArrayList<>();
        for (QueuedMessage message : page.messages()) {
            all.add(message.clientKey());
            all.add(message.key());
            all.add(Arrays.toString(message.content()));
        }
        all.add(Arrays.toString(page.cert()));
        all.add(Arrays.toString(page.tree()));
        all.add(page.endOfQueue());
        return all;
    }

    private static Map<String, CandidValue> fields() {
        Map<String, CandidValue> ok = new LinkedHashMap<>();
        ok.put(
                "messages",
                CandidValue.vec(List.of(CandidValue.record(
                        "client_key", CanisterArgs.key(new ClientKey(Principals.canisterId(1), 7)),
                        "key", CandidValue.text("gateway_7"),
                        "content", CandidValue.blob(new byte[] {1, 2})))));
        ok.put("cert", CandidValue.blob(new byte[] {3}));
        ok.put("tree", CandidValue.blob(new byte[] {4}));
        return ok;
    }

    private static MessagesPage page(int count, Optional<Boolean> end) {
        List<QueuedMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ClientKey client = new ClientKey(Principals.canisterId(i % 3), -1L - i % 3);
            byte[] content = new byte[100 + i];
            Arrays.fill(content, (byte) i);
            messages.add(new QueuedMessage(client, "gateway_" + i, content));
        }
        return new MessagesPage(messages, new byte[] {1, 2, 3}, new byte[300], end);
    }
}
