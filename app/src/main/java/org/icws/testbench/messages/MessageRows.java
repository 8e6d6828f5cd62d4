package org.icws.testbench.messages;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.testbench.messages.MessageRow.Direction;
import org.icws.testbench.messages.MessageRow.Draft;
import org.icws.testbench.messages.MessageRow.Places;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;

/**
 * Makes rows of the events that are messages, numbers them, checks that their sequence numbers follow, and puts their
 * contents into the store. Used by one thread at a time, which is not the FX thread: reading contents costs time.
 */
final class MessageRows {

    private static final int PAGES_REMEMBERED = 512;
    private static final int CLIENTS_REMEMBERED = 20_000;
    private static final MessageWay REFUSED = new MessageWay(Direction.UP, null, null, null, "refused", false);

    /** A poll that brought messages. */
    private record Page(long atNanos, int slot, long durationNanos) {}

    private final NameBook names;
    private final PayloadStore payloads;
    private final SequenceCheck sequences = new SequenceCheck();
    private final Map<Principal, ArrayDeque<Page>> pages = new HashMap<>();
    private final Map<ClientKey, List<MessageWay>> ways = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientKey, List<MessageWay>> eldest) {
            return size() > CLIENTS_REMEMBERED;
        }
    };
    private long count;
    private long previousNanos;

    MessageRows(NameBook names, PayloadStore payloads) {
        this.names = names;
        this.payloads = payloads;
    }

    /** A row, or nothing if the event is not a message. */
    Optional<MessageRow> of(GatewayEvent event) {
        int slot = payloads.add(event); // all of them: a session is saved whole
        if (event instanceof GatewayEvent.PollCompleted poll && poll.returned() > 0) {
            remember(poll, slot);
            return Optional.empty();
        }
        if (event instanceof GatewayEvent.SessionIdentified who) {
            for (Direction direction : Direction.values()) {
                sequences.forget(direction, who.canister(), who.clientKey());
            }
        }
        Draft draft = draft(event);
        if (draft == null) {
            return Optional.empty();
        }
        SequenceCheck.Finding finding = SequenceCheck.Finding.FINE;
        MessageWay way = draft.way();
        if (way.clientKey() != null && draft.sequenceNumber() >= 0) {
            finding = sequences.next(
                    way.direction(), way.canister().principal(), way.clientKey(), draft.sequenceNumber());
        }
        Page page = pageOf(event);
        Places places =
                new Places(payloads, slot, page == null ? -1 : page.slot(), page == null ? -1 : page.durationNanos());
        MessageRow row = new MessageRow(draft, ++count, previousNanos, finding, preview(event, draft), places);
        previousNanos = event.atNanos();
        return Optional.of(row);
    }

    private void remember(GatewayEvent.PollCompleted poll, int slot) {
        ArrayDeque<Page> known = pages.computeIfAbsent(poll.canister(), c -> new ArrayDeque<>());
        if (known.size() == PAGES_REMEMBERED) {
            known.removeFirst();
        }
        known.addLast(new Page(poll.atNanos(), slot, poll.durationNanos()));
    }

    /** A message was polled just before the event of its poll was made, and after that of the poll before. */
    private Page pageOf(GatewayEvent event) {
        if (event instanceof GatewayEvent.CanisterMessage m && pages.get(m.canister()) != null) {
            for (Page page : pages.get(m.canister())) {
                if (page.atNanos() >= m.polledAtNanos()) {
                    return page;
                }
            }
        }
        return null;
    }

    private static String preview(GatewayEvent event, Draft draft) {
        if (event instanceof GatewayEvent.FrameRefused refused) {
            return refused.code() + " · " + refused.reason();
        }
        byte[] content = event instanceof GatewayEvent.ClientMessage up
                ? up.appContent()
                : ((GatewayEvent.CanisterMessage) event).appContent();
        return content == null
                ? ""
                : draft.way().service() ? PayloadText.oneLine(content) : PayloadText.headline(content);
    }

    private Draft draft(GatewayEvent event) {
        if (event instanceof GatewayEvent.ClientMessage up) {
            return draft(up);
        }
        if (event instanceof GatewayEvent.CanisterMessage down) {
            return draft(down);
        }
        return event instanceof GatewayEvent.FrameRefused refused ? draft(refused) : null;
    }

    private Draft draft(GatewayEvent.ClientMessage up) {
        return new Draft(
                up.sequence(),
                up.atNanos(),
                way(
                        Direction.UP,
                        up.canister(),
                        up.clientKey(),
                        up.kind(),
                        !up.kind().equals("app")),
                up.sessionId(),
                up.sequenceNumber(),
                up.frame().length,
                up.proof().verdict(),
                failure(up.proof()),
                0,
                0,
                0);
    }

    private Draft draft(GatewayEvent.CanisterMessage down) {
        return new Draft(
                down.sequence(),
                down.atNanos(),
                way(Direction.DOWN, down.canister(), down.clientKey(), down.kind(), down.service()),
                down.sessionId(),
                down.sequenceNumber(),
                down.frameBytes(),
                down.proof().verdict(),
                failure(down.proof()),
                down.canisterTimestampNanos(),
                down.polledAtNanos(),
                down.sentAtNanos());
    }

    private static Draft draft(GatewayEvent.FrameRefused refused) {
        return new Draft(
                refused.sequence(),
                refused.atNanos(),
                REFUSED,
                refused.sessionId(),
                -1,
                refused.bytes(),
                null,
                "",
                0,
                0,
                0);
    }

    /** One object for all messages that go the same way, whatever the events hold. */
    private MessageWay way(Direction direction, Principal canister, ClientKey client, String kind, boolean service) {
        List<MessageWay> known = ways.computeIfAbsent(client, c -> new ArrayList<>(2));
        for (MessageWay way : known) {
            if (way.direction() == direction
                    && way.kind().equals(kind)
                    && way.service() == service
                    && Objects.equals(way.canister().principal(), canister)) {
                return way;
            }
        }
        ClientKey same = known.isEmpty() ? client : known.get(0).clientKey();
        MessageWay way = new MessageWay(
                direction,
                names.party(canister),
                client == null ? null : names.party(client, canister),
                same,
                kind,
                service);
        known.add(way);
        return way;
    }

    private static String failure(Proof proof) {
        return proof.firstFailure().map(ProofStep::title).orElse("");
    }
}
