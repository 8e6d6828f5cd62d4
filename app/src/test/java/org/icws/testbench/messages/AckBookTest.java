package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.SECOND;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.poc.PocClients;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class AckBookTest {

    private final TestEvents make = new TestEvents();
    private final ClientKey ada = client("ada");
    private final MessagesViewModel messages = new MessagesViewModel(new NameBook(), 100);
    private final MessageRows maker = new MessageRows(new NameBook(), new PayloadStore(1 << 20, null));
    private long sequence = 1_000;

    private void see(GatewayEvent... events) {
        messages.onFrame(frame(T0, List.of(events)));
    }

    private GatewayEvent ack(long at, long number, long upTo) {
        byte[] content = new ServiceMessage.AckMessage(upTo).encode();
        return new GatewayEvent.CanisterMessage(
                ++sequence,
                at,
                1,
                CANISTER,
                ada,
                "key",
                number,
                number,
                at,
                true,
                "AckMessage",
                content,
                content,
                900,
                TestEvents.proof(Verdict.VERIFIED),
                at,
                at);
    }

    private GatewayEvent keepAlive(long at, long number, long upTo) {
        byte[] content = new ServiceMessage.KeepAliveMessage(upTo).encode();
        return new GatewayEvent.ClientMessage(
                ++sequence,
                at,
                1,
                CANISTER,
                ada,
                "ws_message",
                number,
                "KeepAliveMessage",
                content,
                content,
                TestEvents.requestId(ada, number),
                TestEvents.proof(Verdict.VERIFIED));
    }

    private AckBook.State state() {
        return messages.acks().of(ada, CANISTER);
    }

    @Test
    void an_ack_of_the_canister_covers_the_clients_messages_up_to_its_number() {
        see(make.up(T0, ada, 1, "a"), make.up(T0, ada, 2, "b"), make.up(T0, ada, 3, "c"));
        assertThat(state().openUp()).isEqualTo(3);

        see(ack(T0 + SECOND, 1, 2));

        assertThat(state().openUp()).isEqualTo(1);
        assertThat(messages.rows().get(0).acknowledgedAt()).isEqualTo(T0 + SECOND);
        assertThat(messages.rows().get(2).acknowledgedAt()).isZero();
        assertThat(state().owesKeepAlive()).isTrue();
    }

    @Test
    void a_keep_alive_of_the_client_covers_the_canisters_messages() {
        see(make.down(T0, ada, 1, "a", Verdict.VERIFIED), ack(T0 + SECOND, 2, 0));
        assertThat(state().openDown()).isEqualTo(2);

        see(keepAlive(T0 + 2 * SECOND, 1, 2));

        assertThat(state().openDown()).isZero();
        assertThat(state().owesKeepAlive()).isFalse();
    }

    @Test
    void a_client_that_acknowledges_nothing_for_long_has_all_its_messages_open_and_then_none() {
        for (int i = 1; i <= 5_000; i++) {
            see(make.down(T0, ada, i, "tick", Verdict.VERIFIED));
        }
        assertThat(state().openDown()).isEqualTo(5_000);

        see(keepAlive(T0 + SECOND, 1, 4_000));

        assertThat(state().openDown()).isEqualTo(1_000);
    }

    @Test
    void messages_beyond_the_bound_are_counted_until_they_are_acknowledged() {
        AckBook book = new AckBook(10);
        for (int i = 1; i <= 25; i++) {
            take(book, make.down(T0, ada, i, "tick", Verdict.VERIFIED));
        }
        assertThat(book.of(ada, CANISTER).openDown()).isEqualTo(25);

        take(book, keepAlive(T0 + SECOND, 1, 12));
        assertThat(book.of(ada, CANISTER).openDown()).isEqualTo(13);

        take(book, keepAlive(T0 + 2 * SECOND, 2, 20));
        assertThat(book.of(ada, CANISTER).openDown()).isEqualTo(5);

        take(book, keepAlive(T0 + 3 * SECOND, 3, 25));
        assertThat(book.of(ada, CANISTER).openDown()).isZero();
    }

    private void take(AckBook book, GatewayEvent event) {
        book.take(maker.of(event).orElseThrow(), event);
    }

    @Test
    void the_time_between_acks_is_measured() {
        see(ack(T0, 1, 0), ack(T0 + 60 * SECOND, 2, 0));

        assertThat(state().lastAckInterval()).isEqualTo(60 * SECOND);
    }

    @Test
    void messages_not_acknowledged_can_be_filtered() {
        see(make.up(T0, ada, 1, "a"), make.up(T0, ada, 2, "b"), ack(T0 + SECOND, 1, 1));
        messages.filterProperty().set("~unacked & ~dir up");

        assertThat(messages.shown())
                .singleElement()
                .extracting(MessageRow::sequenceNumber)
                .isEqualTo(2L);
    }

    @Test
    void clients_with_the_same_number_of_two_canisters_are_two() {
        ClientKey poc = PocClients.key(16);
        TestEvents make = new TestEvents();
        GatewayEvent.CanisterMessage one = make.down(T0, poc, 1, "x", Verdict.VERIFIED);
        Principal other = Principals.canisterId(9);
        GatewayEvent.CanisterMessage two = new GatewayEvent.CanisterMessage(
                one.sequence() + 1,
                one.atNanos(),
                2,
                other,
                poc,
                one.key(),
                one.nonce(),
                1,
                one.canisterTimestampNanos(),
                false,
                "app",
                one.content(),
                one.appContent(),
                one.frameBytes(),
                one.proof(),
                one.polledAtNanos(),
                one.sentAtNanos());
        messages.onFrame(frame(T0, List.of(one, two)));

        assertThat(messages.acks().of(poc, CANISTER).openDown()).isEqualTo(1);
        assertThat(messages.acks().of(poc, other).openDown()).isEqualTo(1);
    }
}
