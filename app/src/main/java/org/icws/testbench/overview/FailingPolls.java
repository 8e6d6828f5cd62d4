package org.icws.testbench.overview;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;

/** The canisters whose last poll failed, and why. One that answers says nothing about another. Not thread-safe. */
final class FailingPolls {

    /** What the gateway and the network say before the canister's own words. */
    private static final Pattern PREFIX =
            Pattern.compile("(?:rejected with code \\d+: )?(?:Error from Canister [a-z0-9-]+: )?(.*)", Pattern.DOTALL);

    private static final Pattern TRAP =
            Pattern.compile("Canister called `ic0\\.trap` with message: '(.*)'", Pattern.DOTALL);

    /** A canister may say megabytes, and these words stand in one line. */
    private static final int MOST_LETTERS = 300;

    private final NameBook names;
    private final Map<Principal, String> reasons = new LinkedHashMap<>();

    FailingPolls(NameBook names) {
        this.names = names;
    }

    void take(GatewayEvent.PollFailed poll) {
        String why = plain(poll.what());
        reasons.put(poll.canister(), why.length() <= MOST_LETTERS ? why : why.substring(0, MOST_LETTERS) + "…");
    }

    void take(GatewayEvent.PollCompleted poll) {
        reasons.remove(poll.canister());
    }

    /** Of a canister that nobody is connected to any more, no poll will ever tell that it answers again. */
    void retain(Set<Principal> polled) {
        reasons.keySet().retainAll(polled);
    }

    void clear() {
        reasons.clear();
    }

    /** Who fails and why, in one line; empty if nobody does. */
    String words() {
        if (reasons.isEmpty()) {
            return "";
        }
        Map.Entry<Principal, String> first = reasons.entrySet().iterator().next();
        String more =
                reasons.size() == 1 ? "" : ", and so do those of " + Format.count(reasons.size() - 1, "more canister");
        return names.nameOf(first.getKey()) + ": " + first.getValue() + more;
    }

    /** A canister's own words, which come first and last for whoever looks for its fault. */
    static String plain(String said) {
        Matcher bare = PREFIX.matcher(said);
        String words = bare.matches() ? bare.group(1) : said;
        Matcher trap = TRAP.matcher(words);
        return trap.matches() ? "trapped: " + trap.group(1) : words;
    }
}
