package org.icws.gateway.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a canister said when it trapped. A close reason has few bytes, and the network's own words would fill them. */
final class TrapText {
    /** How replicas report a trap: the canister's words in quotes, then perhaps advice or a backtrace. */
    private static final Pattern TRAP =
            Pattern.compile("called `ic0\\.trap` with message: '(.+?)'(?:\\.?\\s*\\n.*|\\.?\\s*)$", Pattern.DOTALL);

    private TrapText() {}

    /** The canister's own words if the reject message holds some, otherwise all of it. */
    static String of(String rejectMessage) {
        Matcher trap = TRAP.matcher(rejectMessage);
        return trap.find() ? trap.group(1) : rejectMessage;
    }
}
