package org.icws.testbench.connections;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What WebSocket close codes mean, in plain words. */
public final class CloseCodes {

    /** Codes a gateway may end a session with, the usual one first (RFC 6455, 7.4.1, and its registry). */
    static final List<Integer> SENDABLE = List.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 4000);

    /** Most bytes of a reason: a control frame holds 125, two of them are the code (RFC 6455, 5.5). */
    static final int MOST_REASON_BYTES = 123;

    private CloseCodes() {}

    /** Why a reason cannot be sent, in a sentence; null if it can. */
    static String problem(String reason) {
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= MOST_REASON_BYTES
                ? null
                : "A close frame has room for " + MOST_REASON_BYTES + " bytes, this has " + bytes + ".";
    }

    /** One sentence for a code. */
    static String meaning(int code) {
        return switch (code) {
            case 1000 -> "Closed as agreed.";
            case 1001 -> "One side is going away.";
            case 1002 -> "A WebSocket rule was broken.";
            case 1003 -> "A frame was of a kind this protocol does not have.";
            case 1006 -> "The connection just went away.";
            case 1007 -> "A frame's content could not be read.";
            case 1008 -> "One side refused to go on.";
            case 1009 -> "A frame was too large.";
            case 1011 -> "Something failed on the gateway's side.";
            case 1012 -> "The gateway starts anew.";
            case 1013 -> "The gateway is too busy; try again later.";
            default -> code >= 4000 ? "Closed for a reason of the application." : "Closed with code " + code + ".";
        };
    }

    /** Whether the connection ended as both sides wanted. */
    public static boolean clean(int code) {
        return code == 1000 || code == 1001;
    }

    /** One word: closed as agreed, cut off, or refused. */
    static String word(int code) {
        return clean(code) ? "clean close" : code == 1006 ? "aborted" : "closed with an error";
    }
}
