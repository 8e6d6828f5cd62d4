package org.icws.testbench.compose;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What stood in the editor when another type was taken, for the last types. FX thread only. */
final class TypeDrafts {

    private static final int MOST = 16;

    private final Deque<Left> drafts = new ArrayDeque<>();

    private record Left(MessageType type, String text) {}

    /** Keeps what stands there for a type that is left. */
    void leave(MessageType type, String text) {
        drafts.addLast(new Left(type, text));
        if (drafts.size() > MOST) {
            drafts.removeFirst();
        }
    }

    /** What stood there when this type was left, once. */
    Optional<String> takeUp(MessageType type) {
        Optional<Left> draft =
                drafts.stream().filter(left -> left.type() == type).findFirst();
        drafts.removeIf(left -> left.type() == type);
        return draft.map(Left::text);
    }
}
