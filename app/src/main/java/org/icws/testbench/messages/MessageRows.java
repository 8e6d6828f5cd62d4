package org.icws.testbench.messages;

import java.util.Optional;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.messages.MessageRow.Direction;
import org.icws.testbench.messages.MessageRow.Draft;
import org.icws.testbench.store.NameBook;

/** Makes rows of the events that are messages, numbers them, and checks that their sequence numbers follow. */
final class MessageRows {

    private final NameBook names;
    private final SequenceCheck sequences = new SequenceCheck();
    private long count;
    private long previousNanos;

    MessageRows(NameBook names) {
        this.names = names;
    }

    /** A row, or nothing if the event is not a message. */
    Optional<MessageRow> of(GatewayEvent event) {
        Draft draft = draft(event);
        if (draft == null) {
            return Optional.empty();
        }
        SequenceCheck.Finding finding = SequenceCheck.Finding.FINE;
        if (draft.client() != null && draft.sequenceNumber() >= 0) {
            finding = sequences.next(draft.direction() + " " + draft.client(), draft.sequenceNumber());
        }
        MessageRow row = new MessageRow(draft, ++count, previousNanos, finding, names);
        previousNanos = event.atNanos();
        return Optional.of(row);
    }

    private static Draft draft(GatewayEvent event) {
        if (event instanceof GatewayEvent.ClientMessage up) {
            return new Draft(
                    up,
                    Direction.UP,
                    up.canister(),
                    up.clientKey(),
                    up.sequenceNumber(),
                    up.kind(),
                    !up.kind().equals("app"),
                    up.frame().length,
                    up.proof());
        }
        if (event instanceof GatewayEvent.CanisterMessage down) {
            return new Draft(
                    down,
                    Direction.DOWN,
                    down.canister(),
                    down.clientKey(),
                    down.sequenceNumber(),
                    down.kind(),
                    down.service(),
                    down.frameBytes(),
                    down.proof());
        }
        if (event instanceof GatewayEvent.FrameRefused refused) {
            return new Draft(refused, Direction.UP, null, null, -1, "refused", false, refused.bytes(), null);
        }
        return null;
    }
}
