package org.icws.testbench.messages;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.icws.testbench.filter.FilterLanguage.Words;

/**
 * Whether a pattern occurs in a message's content. The beginning of each content stands in its row; the rest is read by
 * {@link ContentSearch}, whose finds are kept here. Thread-safe.
 */
final class ContentTerm implements Predicate<MessageRow> {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N} _-]+");

    private final Pattern pattern;

    /** The same where the pattern is a mere word, which is found much quicker; else null. */
    private final Words plain;

    private final Set<Long> found = ConcurrentHashMap.newKeySet();

    ContentTerm(Pattern pattern) {
        this.pattern = pattern;
        this.plain = PLAIN.matcher(pattern.pattern()).matches() ? new Words(pattern.pattern()) : null;
    }

    @Override
    public boolean test(MessageRow row) {
        return inLine(row) || !found.isEmpty() && found.contains(row.id());
    }

    private boolean inLine(MessageRow row) {
        return plain != null
                ? plain.in(row.bareText())
                : pattern.matcher(row.bareText()).find();
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
