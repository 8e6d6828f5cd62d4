package org.icws.testbench.scenarios;

import java.util.Optional;

/**
 * One person's copy of a text that several edit: shows at once what is typed here, sends one change at a time, and carries
 * what is not yet in the canister over what comes from there. Not thread-safe.
 *
 * <p>Three layers: the canister's text of a version, the change that is on its way there, the change that waits for it.
 */
final class SharedText {

    /** A change to be sent, of the text of a version. */
    record Edit(long base, TextOperation operation) {}

    private long version = -1;
    private String certified = "";
    private String shown = "";
    private TextOperation sent;
    private TextOperation waiting;

    /** The canister's text as it is now; what was typed here and never arrived is lost. */
    void reset(long newVersion, String text) {
        version = newVersion;
        certified = text;
        shown = text;
        sent = null;
        waiting = null;
    }

    /** Whether the canister's text has come. */
    boolean isReady() {
        return version >= 0;
    }

    /** A change that was made here. */
    void edit(TextOperation change) {
        shown = change.apply(shown);
        waiting = waiting == null ? change : waiting.then(change);
    }

    /** The change to be sent next, if none is on its way. */
    Optional<Edit> next() {
        if (sent != null || waiting == null || !isReady()) {
            return Optional.empty();
        }
        sent = waiting;
        waiting = null;
        return Optional.of(new Edit(version, sent));
    }

    /**
     * A change that the canister made.
     *
     * @param own whether it is the one that was on its way
     * @return what it changes in the text that is shown; nothing for an own one
     * @throws IllegalStateException if a version is missing: the text has to be asked for
     */
    TextOperation applied(long newVersion, boolean own, TextOperation change) {
        if (newVersion != version + 1 || own && sent == null) {
            throw new IllegalStateException("Version " + newVersion + " does not follow " + version + ".");
        }
        certified = change.apply(certified);
        version = newVersion;
        if (own) {
            sent = null;
            return settle();
        }
        TextOperation here = change;
        if (sent != null) {
            TextOperation.Pair pair = TextOperation.transform(here, sent);
            here = pair.first();
            sent = pair.second();
        }
        if (waiting != null) {
            TextOperation.Pair pair = TextOperation.transform(here, waiting);
            here = pair.first();
            waiting = pair.second();
        }
        shown = here.apply(shown);
        return here;
    }

    /** With nothing under way, what is shown has to be the canister's text; its word counts. */
    private TextOperation settle() {
        if (waiting != null || shown.equals(certified)) {
            return TextOperation.of(java.util.List.of());
        }
        TextOperation repair = TextOperation.replace(0, shown.codePointCount(0, shown.length()), certified);
        shown = certified;
        return repair;
    }

    /** A place of the canister's text in the text that is shown. */
    int here(int position) {
        int at = sent == null ? position : sent.moved(position);
        return waiting == null ? at : waiting.moved(at);
    }

    String shown() {
        return shown;
    }

    long version() {
        return version;
    }

    /** How many changes are not yet in the canister's text, as one or two. */
    int unsent() {
        return (sent == null ? 0 : 1) + (waiting == null ? 0 : 1);
    }
}
