package org.icws.testbench.messages;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether a pattern occurs in a message's content. The beginning of each content stands in its row; the rest is read by
 * {@link ContentSearch}, whose finds are kept here. Thread-safe.
 */
final class ContentTerm implements Predicate<MessageRow> {

    private final Pattern pattern;
    private final Set<Long> found = ConcurrentHashMap.newKeySet();

    ContentTerm(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public boolean test(MessageRow row) {
        return inLine(row) || found.contains(row.id());
    }

    private boolean inLine(MessageRow row) {
        return pattern.matcher(row.bareText()).find();
    }

    /**
     * Looks into the whole content; takes time.
     *
     * @return whether it occurs only there
     */
    boolean search(MessageRow row, String content) {
        boolean deep = !inLine(row) && pattern.matcher(content).find();
        if (deep) {
            found.add(row.id());
        }
        return deep;
    }
}
