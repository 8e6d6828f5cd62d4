package org.icws.testbench.messages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One line of CBOR in diagnostic notation, with the bytes it stands for.
 *
 * @param depth how deep it is nested
 * @param name key in the map it belongs to; empty without one
 * @param value the value, shortened if it is long; of maps and arrays only how they begin
 * @param style what kind of value, as the end of a style class: key, str, num, bytes, tag
 * @param from first byte of the value
 * @param to byte behind the value
 * @param dataFrom first byte of a byte string's content; same as {@code to} if it is none
 */
record CborNode(int depth, String name, String value, String style, int from, int to, int dataFrom) {

    private static final int LONGEST = 22;
    private static final int DEEPEST = 64;
    private static final int MOST_LINES = 5_000;

    /** Not CBOR, or cut off. */
    static final class BrokenException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    /** All lines of one item; throws if it is not CBOR (RFC 8949), saying at which byte. */
    static List<CborNode> read(byte[] bytes) throws BrokenException {
        Reader reader = new Reader(bytes);
        reader.item(0, "");
        return reader.lines;
    }

    private static final class Reader {

        private final byte[] bytes;
        private final List<CborNode> lines = new ArrayList<>();
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        void item(int depth, String name) throws BrokenException {
            if (depth > DEEPEST || lines.size() > MOST_LINES) {
                throw new BrokenException("nested too deep or too long to show, at byte " + at);
            }
            int start = at;
            int initial = next();
            int major = initial >> 5;
            int info = initial & 31;
            switch (major) {
                case 0 -> add(depth, name, Long.toUnsignedString(argument(info)), "num", start);
                case 1 -> add(depth, name, "-" + Long.toUnsignedString(argument(info) + 1), "num", start);
                case 2 -> data(depth, name, info, start);
                case 3 -> {
                    byte[] text = take(length(info));
                    add(depth, name, '"' + cut(new String(text, StandardCharsets.UTF_8)) + '"', "str", start);
                }
                case 4 -> array(depth, name, info, start);
                case 5 -> map(depth, name, info, start);
                case 6 -> tag(depth, name, info, start);
                default -> simple(depth, name, info, start);
            }
        }

        private void data(int depth, String name, int info, int start) throws BrokenException {
            int length = length(info);
            int from = at;
            byte[] value = take(length);
            String hex = HexFormat.of().formatHex(value, 0, Math.min(value.length, LONGEST / 2));
            String more = value.length > LONGEST / 2 ? "…" : "";
            lines.add(new CborNode(
                    depth, name, "h'" + hex + more + "'  " + value.length + " B", "bytes", start, at, from));
        }

        private void tag(int depth, String name, int info, int start) throws BrokenException {
            long tag = argument(info);
            int line = lines.size();
            add(depth, name, tag + "(", "tag", start);
            item(depth + 1, "");
            close(line, depth, ")");
        }

        private void array(int depth, String name, int info, int start) throws BrokenException {
            int line = lines.size();
            add(depth, name, "[", "key", start);
            for (int i = 0, count = count(info); more(info, i, count); i++) {
                item(depth + 1, "");
            }
            close(line, depth, "]");
        }

        private void map(int depth, String name, int info, int start) throws BrokenException {
            int line = lines.size();
            add(depth, name, "{", "key", start);
            for (int i = 0, count = count(info); more(info, i, count); i++) {
                item(depth + 1, key());
            }
            close(line, depth, "}");
        }

        private String key() throws BrokenException {
            int before = lines.size();
            item(0, "");
            String key = lines.get(before).value();
            lines.subList(before, lines.size()).clear();
            return key;
        }

        private void close(int line, int depth, String bracket) {
            CborNode open = lines.get(line);
            lines.set(line, new CborNode(depth, open.name, open.value, open.style, open.from, at, at));
            lines.add(new CborNode(depth, "", bracket, "key", open.from, at, at));
        }

        private void simple(int depth, String name, int info, int start) throws BrokenException {
            String value =
                    switch (info) {
                        case 20 -> "false";
                        case 21 -> "true";
                        case 22 -> "null";
                        case 23 -> "undefined";
                        case 26 -> String.valueOf(Float.intBitsToFloat((int) argument(info)));
                        case 27 -> String.valueOf(Double.longBitsToDouble(argument(info)));
                        default -> "simple(" + argument(info) + ")";
                    };
            add(depth, name, value, "num", start);
        }

        private void add(int depth, String name, String value, String style, int start) {
            lines.add(new CborNode(depth, name, value, style, start, at, at));
        }

        private int count(int info) throws BrokenException {
            return info == 31 ? -1 : length(info);
        }

        private boolean more(int info, int i, int count) throws BrokenException {
            if (info != 31) {
                return i < count;
            }
            if (at < bytes.length && (bytes[at] & 0xff) == 0xff) {
                at++;
                return false;
            }
            return true;
        }

        private int length(int info) throws BrokenException {
            long length = argument(info);
            if (length < 0 || length > bytes.length) {
                throw new BrokenException("a length beyond the end, at byte " + at);
            }
            return (int) length;
        }

        private long argument(int info) throws BrokenException {
            if (info < 24) {
                return info;
            }
            if (info > 27) {
                throw new BrokenException("a length that CBOR does not have, at byte " + at);
            }
            long value = 0;
            for (int i = 0; i < 1 << info - 24; i++) {
                value = value << 8 | next();
            }
            return value;
        }

        private int next() throws BrokenException {
            if (at >= bytes.length) {
                throw new BrokenException("it ends in the middle, at byte " + at);
            }
            return bytes[at++] & 0xff;
        }

        private byte[] take(int length) throws BrokenException {
            if (length > bytes.length - at) {
                throw new BrokenException("it ends in the middle, at byte " + bytes.length);
            }
            at += length;
            return java.util.Arrays.copyOfRange(bytes, at - length, at);
        }

        private static String cut(String text) {
            return text.length() <= 2 * LONGEST ? text : text.substring(0, 2 * LONGEST) + "…";
        }
    }
}
