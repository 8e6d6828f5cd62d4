package org.icws.protocol.candid;

import org.icws.protocol.candid.CandidLexer.Token;

/** Goes through the tokens of a text, one ahead where need be, and says what was expected where something else stands. */
final class TokenCursor {

    private final CandidLexer lexer;
    private Token token;
    private Token pushed;

    TokenCursor(String text) {
        lexer = new CandidLexer(text);
        token = lexer.next();
    }

    /** What stands here. */
    Token token() {
        return token;
    }

    boolean is(String sign) {
        return token.is(sign);
    }

    void advance() {
        token = pushed != null ? pushed : lexer.next();
        pushed = null;
    }

    /** Goes on if this sign stands here; returns whether it did. */
    boolean take(String sign) {
        boolean there = token.is(sign);
        if (there) {
            advance();
        }
        return there;
    }

    void expect(String sign, String path) {
        if (!take(sign)) {
            throw unexpected("\"" + sign + "\"", path);
        }
    }

    /** What stands between the parts of braces, and may stand before their end. */
    void separator(String path) {
        if (!take(";") && !token.is("}")) {
            throw unexpected("\";\" or \"}\"", path);
        }
    }

    /** What stands between the parts of brackets, and may stand before their end. */
    void comma(String path) {
        if (!take(",") && !token.is(")")) {
            throw unexpected("\",\" or \")\"", path);
        }
    }

    /** Whether this sign stands behind what stands here. */
    boolean nextIs(String sign) {
        Token now = token;
        advance();
        boolean there = token.is(sign);
        pushed = token;
        token = now;
        return there;
    }

    CandidSyntaxException unexpected(String wanted, String path) {
        return error("Expected " + wanted + ", found " + token.shown() + ".", token, path);
    }

    static CandidSyntaxException error(String message, Token where, String path) {
        return new CandidSyntaxException(message, where.start(), where.end(), path);
    }
}
