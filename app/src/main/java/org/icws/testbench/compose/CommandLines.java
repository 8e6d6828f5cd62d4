package org.icws.testbench.compose;

import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is written as lines for a terminal, and what such a line cannot do that the testbench does. A line is only made where
 * it does what it says: a message can be put to the canister's own method, a raw frame to the gateway, never the other way.
 *
 * @param lines the commands; empty if there is none for this
 * @param limits what they leave out, each a sentence or two
 */
record CommandLines(List<Line> lines, List<String> limits) {

    /**
     * One command.
     *
     * @param tool the program that has to be there
     * @param text the line, quoted for a POSIX shell
     */
    record Line(String tool, String text) {}

    /** What websocat takes as one message unless told otherwise. */
    private static final int WEBSOCAT_BUFFER = 65_536;

    /**
     * A message of the v1 protocol as a call of {@code ws_message}.
     *
     * @param content the message's bytes
     * @param nowNanos its time, nanoseconds since the epoch
     */
    static CommandLines call(TestSender as, byte[] content, long nowNanos) {
        if (as.protocol().equals("poc")) {
            return new CommandLines(
                    List.of(),
                    List.of(
                            "A message of the proof of concept's protocol carries a signature of its own inside, by the key of"
                                    + " " + as.name()
                                    + ". No command line can make that. As “Bytes” or “Text frame” a raw"
                                    + " frame can be copied."));
        }
        String target = as.canister() + " ws_message '" + argument(as, content, nowNanos) + "'";
        String network = as.network() == null ? "NETWORK" : as.network().toString();
        return new CommandLines(
                List.of(
                        new Line("icp", "icp canister call -n " + network + " -k fetch --identity NAME " + target),
                        new Line("dfx", "dfx canister call --network " + network + " --identity NAME " + target)),
                List.of(
                        "NAME has to be an identity with the key of " + as.principal()
                                + ": the canister takes a client's messages from nobody else. A key made here never leaves"
                                + " this program; open the connection with a PEM file that icp or dfx knows too.",
                        "The call goes straight to the canister. The gateway sees nothing of it; what the canister answers"
                                + " comes over the open connection of " + as.name() + ".",
                        "Number " + as.nextSequenceNumber()
                                + " is the next one and counts once. After it the numbers of " + as.name()
                                + " here are one behind: its next message from here ends the connection.",
                        "-k fetch asks the network for its root key without checking it; on mainnet leave it out and write"
                                + " -n ic."));
    }

    private static String argument(TestSender as, byte[] content, long nowNanos) {
        return "(record { msg = record { client_key = record { client_principal = principal \"" + as.principal()
                + "\"; client_nonce = " + Long.toUnsignedString(as.key().nonce()) + " : nat64 }; sequence_num = "
                + as.nextSequenceNumber() + " : nat64; timestamp = " + nowNanos
                + " : nat64; is_service_message = false; content = blob \"" + escaped(content) + "\" } }, null)";
    }

    private static String escaped(byte[] bytes) {
        return HexFormat.of().withPrefix("\\").formatHex(bytes);
    }

    /** Bytes as a binary frame of a connection of its own. */
    static CommandLines bytes(TestSender as, byte[] frame) {
        String buffer = frame.length > WEBSOCAT_BUFFER ? "-B " + frame.length + " " : "";
        String line = "printf %s " + HexFormat.of().formatHex(frame) + " | xxd -r -p | websocat -b -n " + buffer
                + quoted(address(as));
        return new CommandLines(List.of(new Line("websocat", line)), frameLimits(as));
    }

    /** A text as a text frame of a connection of its own. */
    static CommandLines text(TestSender as, String text) {
        List<String> limits = new ArrayList<>(frameLimits(as));
        if (text.contains("\n")) {
            limits.add("websocat sends each line as a frame of its own; here they are one frame.");
        }
        String line = "printf %s " + quoted(text) + " | websocat -t -n " + quoted(address(as));
        return new CommandLines(List.of(new Line("websocat", line)), limits);
    }

    private static List<String> frameLimits(TestSender as) {
        List<String> limits = new ArrayList<>();
        limits.add(
                "websocat opens a connection of its own, so this is its first frame there; what the frame would do in"
                        + " the middle of the connection of " + as.name()
                        + ", it does not show. It checks nothing of what comes"
                        + " back.");
        if (address(as).startsWith("wss:")) {
            limits.add("A certificate that this machine does not trust needs -k as well.");
        }
        return limits;
    }

    private static String address(TestSender as) {
        URI gateway = as.gateway();
        return gateway == null ? "GATEWAY" : gateway.toString();
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9:/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
