package org.icws.testbench.messages;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.icws.testbench.store.NameBook.Party;
import org.icws.testbench.store.PayloadStore;

/**
 * Makes rows of the events that are messages, numbers them, checks that their sequence numbers follow, and puts their
 * contents into the store. Used by one thread at a time, which is not the FX thread: reading contents costs time.
 */
final class MessageRows {

    private static final int PAGES_REMEMBERED = 512;
    private static final int CLIENTS_REMEMBERED = 20_000;

    /** A poll that brought messages. */
    private record Page(long atNanos, int slot, long durationNanos) {}

    private final NameBook names;
    private final PayloadStore payloads;
    private final SequenceCheck sequences = new SequenceCheck();
    private final Map<Principal, ArrayDeque<Page>> pages = new HashMap<>();
    private final Map<ClientKey, ClientKey> clients = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientKey, ClientKey> eldest) {
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
        Draft draft = draft(event);
        if (draft == null) {
            return Optional.empty();
        }
        SequenceCheck.Finding finding = SequenceCheck.Finding.FINE;
        if (draft.clientKey() != null && draft.sequenceNumber() >= 0) {
            finding = sequences.next(draft.direction(), draft.clientKey(), draft.sequenceNumber());
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
        return content == null ? "" : draft.service() ? PayloadText.oneLine(content) : PayloadText.headline(content);
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
                Direction.UP,
                names.party(up.canister()),
                party(up.clientKey()),
                same(up.clientKey()),
                up.sessionId(),
                up.sequenceNumber(),
                up.kind(),
                !up.kind().equals("app"),
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
                Direction.DOWN,
                names.party(down.canister()),
                party(down.clientKey()),
                same(down.clientKey()),
                down.sessionId(),
                down.sequenceNumber(),
                down.kind(),
                down.service(),
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
                Direction.UP,
                null,
                null,
                null,
                refused.sessionId(),
                -1,
                "refused",
                false,
                refused.bytes(),
                null,
                "",
                0,
                0,
                0);
    }

    private Party party(ClientKey client) {
        return client == null ? null : names.party(client);
    }

    /** One object for each client, whatever the events hold. */
    private ClientKey same(ClientKey client) {
        if (client == null) {
            return null;
        }
        ClientKey known = clients.get(client);
        if (known == null) {
            clients.put(client, client);
            return client;
        }
        return known;
    }

    private static String failure(Proof proof) {
        return proof.firstFailure().map(ProofStep::title).orElse("");
    }
}
