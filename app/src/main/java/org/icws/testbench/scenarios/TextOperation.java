package org.icws.testbench.scenarios;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A change of a text as a walk from its start: skip, insert, delete. Lengths count Unicode code points. Immutable. The
 * transformation is the well-known one of two walks over the same text; the first one's insertions stay in front.
 */
final class TextOperation {

    /** One part of the walk: text to insert, or a number of code points to skip or to delete. */
    record Part(String insert, int count, boolean delete) {

        static Part insert(String text) {
            return new Part(text, text.codePointCount(0, text.length()), false);
        }

        static Part retain(int count) {
            return new Part(null, count, false);
        }

        static Part delete(int count) {
            return new Part(null, count, true);
        }

        boolean isInsert() {
            return insert != null;
        }

        boolean isRetain() {
            return insert == null && !delete;
        }

        /** The part without its first code points. */
        Part from(int start) {
            return isInsert() ? insert(insert.substring(insert.offsetByCodePoints(0, start))) : with(count - start);
        }

        /** The part's first code points. */
        Part first(int length) {
            return isInsert() ? insert(insert.substring(0, insert.offsetByCodePoints(0, length))) : with(length);
        }

        private Part with(int length) {
            return new Part(null, length, delete);
        }
    }

    /** Two operations that lead to the same text from either side. */
    record Pair(TextOperation first, TextOperation second) {}

    private final List<Part> parts;

    private TextOperation(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static TextOperation of(List<Part> parts) {
        Builder all = new Builder();
        parts.forEach(all::add);
        return all.build();
    }

    /** Replaces some code points at a place. */
    static TextOperation replace(int at, int deleted, String inserted) {
        return of(List.of(Part.retain(at), Part.insert(inserted), Part.delete(deleted)));
    }

    List<Part> parts() {
        return parts;
    }

    boolean isNothing() {
        return parts.stream().allMatch(Part::isRetain);
    }

    /** The text after the change; what follows the walk's end stays. @throws IllegalArgumentException if it is too short */
    String apply(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        try {
            for (Part part : parts) {
                if (part.isInsert()) {
                    out.append(part.insert());
                    continue;
                }
                int next = text.offsetByCodePoints(at, part.count());
                if (!part.delete()) {
                    out.append(text, at, next);
                }
                at = next;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The change reaches beyond the end of the text.", e);
        }
        return out.append(text, at, text.length()).toString();
    }

    /** Where a place of the text before is in the text after; at an insertion it stays in front. */
    int moved(int position) {
        int index = position;
        int at = 0;
        for (Part part : parts) {
            if (at > index) {
                break;
            }
            if (part.isInsert()) {
                index += at < index ? part.count() : 0;
                at += part.count();
            } else if (part.delete()) {
                index -= Math.min(part.count(), index - at);
            } else {
                at += part.count();
            }
        }
        return index;
    }

    /** Where the last thing that it puts in or takes out ends in the text after; -1 if it changes nothing. */
    int end() {
        int end = -1;
        int at = 0;
        for (Part part : parts) {
            at += part.delete() ? 0 : part.count();
            end = part.delete() || part.isInsert() ? at : end;
        }
        return end;
    }

    /** Both changes one after the other as one. */
    TextOperation then(TextOperation next) {
        Builder out = new Builder();
        Walk a = new Walk(parts);
        Walk b = new Walk(next.parts);
        while (!a.done() || !b.done()) {
            if (!a.done() && a.head().delete()) {
                out.add(a.take(a.head().count()));
            } else if (!b.done() && b.head().isInsert()) {
                out.add(b.take(b.head().count()));
            } else if (a.done()) {
                out.add(b.take(b.head().count()));
            } else if (b.done()) {
                out.add(a.take(a.head().count()));
            } else {
                int count = Math.min(a.head().count(), b.head().count());
                Part mine = a.take(count);
                Part over = b.take(count);
                if (!over.delete()) {
                    out.add(mine);
                } else if (mine.isRetain()) {
                    out.add(over);
                }
            }
        }
        return out.build();
    }

    /**
     * Two changes of the same text, each carried over the other: {@code a} then {@code pair.second} gives the same as
     * {@code b} then {@code pair.first}. What {@code a} inserts stays in front of what {@code b} inserts at the same place.
     */
    static Pair transform(TextOperation first, TextOperation second) {
        Builder left = new Builder();
        Builder right = new Builder();
        Walk a = new Walk(first.parts);
        Walk b = new Walk(second.parts);
        while (!a.done() || !b.done()) {
            if (!a.done() && a.head().isInsert()) {
                Part part = a.take(a.head().count());
                left.add(part);
                right.add(Part.retain(part.count()));
            } else if (!b.done() && b.head().isInsert()) {
                Part part = b.take(b.head().count());
                left.add(Part.retain(part.count()));
                right.add(part);
            } else {
                carry(a, b, left, right);
            }
        }
        return new Pair(left.build(), right.build());
    }

    /** Over the same part of the text, which both skip or delete; beyond the end of a walk everything is skipped. */
    private static void carry(Walk a, Walk b, Builder left, Builder right) {
        int count = Math.min(
                a.done() ? Integer.MAX_VALUE : a.head().count(),
                b.done() ? Integer.MAX_VALUE : b.head().count());
        boolean deletesA = !a.done() && a.head().delete();
        boolean deletesB = !b.done() && b.head().delete();
        if (!a.done()) {
            a.take(count);
        }
        if (!b.done()) {
            b.take(count);
        }
        if (deletesA && !deletesB) {
            left.add(Part.delete(count));
        } else if (deletesB && !deletesA) {
            right.add(Part.delete(count));
        } else if (!deletesA) {
            left.add(Part.retain(count));
            right.add(Part.retain(count));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextOperation o && parts.equals(o.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.toString();
    }

    /** Parts still to be walked; the first may be taken in pieces. */
    private static final class Walk {

        private final Deque<Part> rest;

        Walk(List<Part> parts) {
            rest = new ArrayDeque<>(parts);
        }

        boolean done() {
            return rest.isEmpty();
        }

        Part head() {
            return rest.peek();
        }

        Part take(int count) {
            Part head = rest.pop();
            if (head.count() > count) {
                rest.push(head.from(count));
                return head.first(count);
            }
            return head;
        }
    }

    /** Joins neighbours of a kind and puts insertions before deletions at the same place. */
    private static final class Builder {

        private final List<Part> parts = new ArrayList<>();

        void add(Part part) {
            if (part.count() == 0) {
                return;
            }
            Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            if (last != null && last.delete() && part.isInsert()) {
                parts.remove(parts.size() - 1);
                add(part);
                parts.add(last);
            } else if (last != null && last.isInsert() && part.isInsert()) {
                parts.set(parts.size() - 1, Part.insert(last.insert() + part.insert()));
            } else if (last != null && !last.isInsert() && !part.isInsert() && last.delete() == part.delete()) {
                parts.set(parts.size() - 1, new Part(null, last.count() + part.count(), last.delete()));
            } else {
                parts.add(part);
            }
        }

        TextOperation build() {
            if (!parts.isEmpty() && parts.get(parts.size() - 1).isRetain()) {
                parts.remove(parts.size() - 1);
            }
            return new TextOperation(parts);
        }
    }
}
