package org.icws.testbench.compose;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;

/** The gateway's last messages, kept to find out which way a message of ours took. Not thread-safe. */
final class RecentTraffic {

    private final Map<String, GatewayEvent.ClientMessage> up;
    private final Map<String, GatewayEvent.CanisterMessage> down;
    private final Map<String, GatewayEvent.CallCompleted> calls;

    RecentTraffic(int capacity) {
        up = bounded(capacity);
        down = bounded(capacity);
        calls = bounded(capacity);
    }

    private static <V> Map<String, V> bounded(int capacity) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Remembers a message or the end of a call; returns whether it was one. */
    boolean add(GatewayEvent event) {
        if (event instanceof GatewayEvent.ClientMessage m) {
            up.put(id(m.clientKey(), m.sequenceNumber()), m);
        } else if (event instanceof GatewayEvent.CanisterMessage m) {
            down.put(id(m.clientKey(), m.sequenceNumber()), m);
        } else if (event instanceof GatewayEvent.CallCompleted call) {
            calls.put(HexFormat.of().formatHex(call.requestId()), call);
        } else {
            return false;
        }
        return true;
    }

    /** The message with its way and its answer's proof, or the same one if they are not known yet. */
    SentMessage complete(SentMessage message) {
        TestSender.Exchange exchange = message.exchange();
        if (exchange == null) {
            return message;
        }
        GatewayEvent.CanisterMessage answer = down.get(id(message.key(), exchange.answerNumber()));
        GatewayEvent.ClientMessage question = up.get(id(message.key(), exchange.sequenceNumber()));
        if (answer == null || question == null) {
            return message;
        }
        GatewayEvent.CallCompleted call = calls.get(HexFormat.of().formatHex(question.requestId()));
        SentMessage.Way way = new SentMessage.Way(
                question.atNanos(),
                call == null ? 0 : call.atNanos(),
                answer.canisterTimestampNanos(),
                answer.polledAtNanos(),
                answer.frameBytes());
        return message.seen(way, answer.proof(), answer.sequence());
    }

    private static String id(ClientKey key, long number) {
        return key + " " + number;
    }
}
