package org.icws.protocol.candid;

import org.icws.protocol.candid.CandidLexer.Token;

/** How messages speak of types. */
final class TypeWords {

    private TypeWords() {}

    /** A type as something that is wanted; any value for null. */
    static String wanted(CandidType type) {
        return type == null ? "a value" : article(type.summary());
    }

    /** A name with its article. */
    static String article(String name) {
        return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }

    /** A value of a type, for the eye. */
    static String example(CandidType type) {
        return type.resolved() instanceof CandidType.Primitive p && LeafParser.isNumber(p.kind()) ? "7" : "(…)";
    }

    /** Something stands where a value of another type should. */
    static CandidSyntaxException mismatch(CandidType type, String found, Token where, String path) {
        return TokenCursor.error("Expected " + wanted(type) + ", found " + found + ".", where, path);
    }
}
