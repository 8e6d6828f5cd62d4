package org.icws.testbench.compose;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;

/** The gateway's last messages, kept to find out which way a message of ours took. Not thread-safe. */
final class RecentTraffic {

    /** A message's place in its client's traffic. Cheap to make: there is one for every message that passes. */
    private record Place(Principal canister, ClientKey client, long number) {

        /** Without the principals, which are long and tell the places of two clients apart no better than their nonces. */
        @Override
        public int hashCode() {
            return Long.hashCode(31 * client.nonce() + number);
        }
    }

    private final Map<Place, GatewayEvent.ClientMessage> up;
    private final Map<Place, GatewayEvent.CanisterMessage> down;
    private final Map<ByteBuffer, GatewayEvent.CallCompleted> calls;

    RecentTraffic(int capacity) {
        up = bounded(capacity);
        down = bounded(capacity);
        calls = bounded(capacity);
    }

    private static <K, V> Map<K, V> bounded(int capacity) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Remembers a message or the end of a call; returns whether it was one. */
    boolean add(GatewayEvent event) {
        if (event instanceof GatewayEvent.ClientMessage m) {
            up.put(new Place(m.canister(), m.clientKey(), m.sequenceNumber()), m);
        } else if (event instanceof GatewayEvent.CanisterMessage m) {
            down.put(new Place(m.canister(), m.clientKey(), m.sequenceNumber()), m);
        } else if (event instanceof GatewayEvent.CallCompleted call) {
            calls.put(ByteBuffer.wrap(call.requestId()), call);
        } else {
            return false;
        }
        return true;
    }

    /** The message with what is known of its way, or the same one if nothing is. */
    SentMessage complete(SentMessage message) {
        if (message.key() == null || message.number() < 0) {
            return message;
        }
        GatewayEvent.ClientMessage question = up.get(new Place(message.canister(), message.key(), message.number()));
        if (question == null) {
            return message;
        }
        String requestId = HexFormat.of().formatHex(question.requestId());
        GatewayEvent.CallCompleted call = calls.get(ByteBuffer.wrap(question.requestId()));
        TestSender.Exchange exchange = message.exchange();
        GatewayEvent.CanisterMessage answer = exchange == null
                ? null
                : down.get(new Place(message.canister(), message.key(), exchange.answerNumber()));
        SentMessage.Way way = new SentMessage.Way(
                requestId,
                question.frame().length,
                question.atNanos(),
                call == null ? 0 : call.atNanos(),
                answer == null ? 0 : answer.canisterTimestampNanos(),
                answer == null ? 0 : answer.polledAtNanos(),
                answer == null ? 0 : answer.frameBytes());
        SentMessage seen =
                message.seen(way, answer == null ? null : answer.proof(), answer == null ? -1 : answer.sequence());
        return call == null ? seen : judged(seen, call);
    }

    private static SentMessage judged(SentMessage message, GatewayEvent.CallCompleted call) {
        boolean taken = call.outcome() == CallOutcome.REPLIED_OK || call.outcome() == CallOutcome.ACCEPTED;
        if (taken) {
            return message.accepted(call.atNanos());
        }
        String detail = call.detail().isEmpty() ? "The canister does not say why." : call.detail();
        return switch (call.outcome()) {
            case REPLIED_ERR -> message.failed("The canister refused it: " + detail);
            case REJECTED -> message.failed("The call was rejected: " + detail);
            default -> message.failed("The call got no valid answer: " + detail);
        };
    }
}
