package org.icws.testbench.messages;

/** Sets textual Candid on several lines: one for each field, indented by its depth. */
final class CandidLayout {

    private static final String INDENT = "  ";

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private CandidLayout(String text) {
        this.text = text;
    }

    static String lines(String candid) {
        return new CandidLayout(candid.replaceAll("\\R\\s*", " ")).run();
    }

    private String run() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> i = quoted(i);
                case '{' -> i = open(i);
                case '}' -> close();
                case ';' -> i = newLine(i);
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Copies a quoted text with whatever it contains; returns the position of its closing quote. */
    private int quoted(int from) {
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length() - 1);
        out.append(text, from, end + 1);
        return end;
    }

    private int open(int at) {
        int next = skipSpaces(at + 1);
        if (next < text.length() && text.charAt(next) == '}') {
            out.append("{}");
            return next;
        }
        depth++;
        out.append('{');
        breakLine();
        return next - 1;
    }

    private void close() {
        depth = Math.max(0, depth - 1);
        trimEnd();
        breakLine();
        out.append('}');
    }

    private int newLine(int at) {
        int next = skipSpaces(at + 1);
        out.append(';');
        if (next < text.length() && text.charAt(next) != '}') {
            breakLine();
        }
        return next - 1;
    }

    private void breakLine() {
        out.append('\n').append(INDENT.repeat(depth));
    }

    private void trimEnd() {
        while (out.length() > 0 && Character.isWhitespace(out.charAt(out.length() - 1))) {
            out.setLength(out.length() - 1);
        }
    }

    private int skipSpaces(int at) {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next;
    }
}
