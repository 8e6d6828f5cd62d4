package org.icws.protocol.candid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Cuts Candid's textual form, of interfaces and of values, into tokens. Not thread-safe. Source: the Candid specification. */
final class CandidLexer {

    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    /**
     * A token.
     *
     * @param text the word, digits or sign; the content of a string as text, null if its bytes are no UTF-8
     * @param bytes the content of a string, else null
     * @param start where it begins
     * @param end the character after it
     */
    record Token(Kind kind, String text, byte[] bytes, int start, int end) {

        boolean is(String sign) {
            return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
        }

        /** The token for an error message. */
        String shown() {
            return switch (kind) {
                case END -> "the end of the text";
                case STRING -> "a text in quotes";
                default -> "\"" + text + "\"";
            };
        }
    }

    private static final String SIGNS = "(){}:;=,.";

    private final String source;
    private int at;

    CandidLexer(String source) {
        this.source = source;
    }

    Token next() {
        skipBlank();
        if (at >= source.length()) {
            return new Token(Kind.END, "", null, source.length(), source.length());
        }
        char c = source.charAt(at);
        if (c == '"') {
            return string();
        }
        if (isWordStart(c)) {
            return word();
        }
        if (Character.isDigit(c) || (c == '+' || c == '-') && startsNumber(at + 1)) {
            return number();
        }
        if (source.startsWith("->", at)) {
            return sign(2);
        }
        if (SIGNS.indexOf(c) >= 0) {
            return sign(1);
        }
        int whole = source.codePointAt(at);
        throw error("\"" + visible(whole) + "\" has no meaning here.", at, at + Character.charCount(whole));
    }

    /** A character as Candid writes it where nobody could see it. */
    private static String visible(int c) {
        return Character.isISOControl(c) ? "\\u{" + Integer.toHexString(c) + "}" : Character.toString(c);
    }

    private boolean startsNumber(int index) {
        return index < source.length() && (Character.isDigit(source.charAt(index)) || source.startsWith("inf", index));
    }

    private Token sign(int length) {
        at += length;
        return new Token(Kind.SIGN, source.substring(at - length, at), null, at - length, at);
    }

    private Token word() {
        int start = at;
        while (at < source.length() && isWordPart(source.charAt(at))) {
            at++;
        }
        return new Token(Kind.WORD, source.substring(start, at), null, start, at);
    }

    private Token number() {
        int start = at++;
        while (at < source.length() && isNumberPart(source.charAt(at), source.charAt(at - 1))) {
            at++;
        }
        return new Token(Kind.NUMBER, source.substring(start, at), null, start, at);
    }

    private static boolean isNumberPart(char c, char before) {
        return isWordPart(c) || c == '.' || (c == '+' || c == '-') && (before == 'e' || before == 'E');
    }

    private Token string() {
        int start = at++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (at < source.length() && source.charAt(at) != '"') {
            if (source.charAt(at) == '\\') {
                escape(bytes);
            } else {
                int point = source.codePointAt(at);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(point);
            }
        }
        if (at >= source.length()) {
            throw error("The text has no closing quote.", start, source.length());
        }
        at++;
        return new Token(Kind.STRING, text(bytes.toByteArray()), bytes.toByteArray(), start, at);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void escape(ByteArrayOutputStream bytes) {
        int start = at++;
        char c = at < source.length() ? source.charAt(at) : ' ';
        int plain = "nrt\\\"'".indexOf(c);
        if (plain >= 0) {
            bytes.write("\n\r\t\\\"'".charAt(plain));
            at++;
        } else if (c == 'u') {
            unicode(bytes, start);
        } else if (isHex(at) && isHex(at + 1)) {
            bytes.write(Integer.parseInt(source, at, at + 2, 16));
            at += 2;
        } else {
            throw error(
                    "\"\\" + c + "\" is no escape; \\n, \\t, \\\", \\\\, \\u{…} and \\xx in hex are.", start, at + 1);
        }
    }

    private void unicode(ByteArrayOutputStream bytes, int start) {
        int close = source.indexOf('}', at);
        try {
            if (close < 0 || source.charAt(at + 1) != '{') {
                throw new NumberFormatException("no braces");
            }
            int point = Integer.parseInt(source.substring(at + 2, close).replace("_", ""), 16);
            bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            at = close + 1;
        } catch (IllegalArgumentException e) {
            throw error("A character by number is written \\u{20ac}.", start, at + 1);
        }
    }

    private boolean isHex(int index) {
        return index < source.length() && Character.digit(source.charAt(index), 16) >= 0;
    }

    private void skipBlank() {
        while (at < source.length()) {
            if (Character.isWhitespace(source.charAt(at))) {
                at++;
            } else if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (source.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    /** Comments of this form may be nested. */
    private void skipComment() {
        int start = at;
        int depth = 0;
        do {
            if (at >= source.length()) {
                throw error("The comment has no end.", start, start + 2);
            }
            if (source.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (source.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private static boolean isWordStart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || Character.isDigit(c);
    }

    private static CandidSyntaxException error(String message, int start, int end) {
        return new CandidSyntaxException(message, start, end, CandidPath.ROOT);
    }
}
