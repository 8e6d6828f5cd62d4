package org.icws.testbench.interop;

import java.util.function.UnaryOperator;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;

/** Forges the first application message that passes, once, and keeps it before and after. Thread-safe. */
final class Forger implements UnaryOperator<byte[]> {
    private final Flip flip;
    private CanisterFrame original;
    private CanisterFrame forged;

    Forger(Flip flip) {
        this.flip = flip;
    }

    @Override
    public synchronized byte[] apply(byte[] message) {
        if (forged != null || !isApplicationMessage(message)) {
            return message;
        }
        original = CanisterFrame.decode(message);
        forged = flip.apply(original);
        return forged.encode();
    }

    /** What the gateway sent; null if no application message has passed. */
    synchronized CanisterFrame original() {
        return original;
    }

    /** What the client got; null if no application message has passed. */
    synchronized CanisterFrame forged() {
        return forged;
    }

    private static boolean isApplicationMessage(byte[] message) {
        try {
            return !WebsocketMessage.decode(CanisterFrame.decode(message).content())
                    .service();
        } catch (V1Exception e) {
            return false;
        }
    }
}
