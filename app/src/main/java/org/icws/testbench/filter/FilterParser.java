package org.icws.testbench.filter;

import java.util.function.Predicate;

/** Reads one expression: {@code or := and ("|" and)*}, {@code and := not ("&"? not)*}, {@code not := "!" not | atom}. */
final class FilterParser<T> {

    private final FilterLanguage<T> language;
    private final String text;
    private int at;

    FilterParser(FilterLanguage<T> language, String text) {
        this.language = language;
        this.text = text;
    }

    Predicate<T> parse() {
        if (peek() == 0) {
            return row -> true;
        }
        Predicate<T> all = or();
        if (peek() != 0) {
            throw new FilterException(
                    peek() == ')' ? "this bracket was never opened" : "unexpected \"" + peek() + "\"", at);
        }
        return all;
    }

    private Predicate<T> or() {
        Predicate<T> left = and();
        while (peek() == '|') {
            at++;
            left = left.or(and());
        }
        return left;
    }

    private Predicate<T> and() {
        Predicate<T> left = not();
        while (peek() != 0 && peek() != '|' && peek() != ')') {
            if (peek() == '&') {
                at++;
            }
            left = left.and(not());
        }
        return left;
    }

    private Predicate<T> not() {
        if (peek() == '!') {
            at++;
            return not().negate();
        }
        return atom();
    }

    private Predicate<T> atom() {
        char c = peek();
        int start = at;
        if (c == 0 || c == '&' || c == '|' || c == ')') {
            throw new FilterException("a term is missing here, such as ~dir up", at);
        }
        if (c == '(') {
            at++;
            Predicate<T> inside = or();
            if (peek() != ')') {
                throw new FilterException("this bracket is not closed", start);
            }
            at++;
            return inside;
        }
        return c == '~' ? term() : language.words(value());
    }

    private Predicate<T> term() {
        int start = at++;
        int from = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String name = text.substring(from, at).toLowerCase(java.util.Locale.ROOT);
        if (!language.knows(name)) {
            throw new FilterException("there is no ~" + name + language.nearest(name), start);
        }
        if (!language.takesValue(name)) {
            return language.make(name, "", start);
        }
        char next = peek();
        if (next == 0 || next == '&' || next == '|' || next == ')') {
            throw new FilterException("~" + name + " wants a value behind it", at);
        }
        int position = at;
        String value = value();
        return language.make(name, value, position + (text.charAt(position) == '"' ? 1 : 0));
    }

    /** A quoted text with \" and \\ inside, or everything up to the next blank or bracket. */
    private String value() {
        int start = at;
        if (text.charAt(at) != '"') {
            while (at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && ")&|".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            out.append(text.charAt(at));
        }
        if (at >= text.length()) {
            throw new FilterException("this quotation mark is not closed", start);
        }
        at++;
        return out.toString();
    }

    /** The next character that is no blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }
}
