package org.icws.protocol.candid;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Candid's textual side: the hash of names, and values for people to read. Stateless. */
public final class CandidText {

    private static final int HASH_FACTOR = 223;
    private static final long HASH_MASK = 0xffff_ffffL;

    private CandidText() {}

    /** The id of a field or case with this name, from 0 to 2^32 - 1. */
    public static long hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return hashBytes(name.getBytes(StandardCharsets.UTF_8));
            }
            hash = hash * HASH_FACTOR + name.charAt(i);
        }
        return hash & HASH_MASK;
    }

    private static long hashBytes(byte[] utf8) {
        int hash = 0;
        for (byte b : utf8) {
            hash = hash * HASH_FACTOR + (b & 0xff);
        }
        return hash & HASH_MASK;
    }

    /** The values in Candid's textual form; names that are not known appear as their ids. */
    public static String render(List<CandidValue> values, FieldNames names) {
        return render(values, names, Integer.MAX_VALUE);
    }

    /** The same, cut off with an ellipsis after about so many characters. */
    public static String render(List<CandidValue> values, FieldNames names, int maxCharacters) {
        return new TextRenderer(names, maxCharacters).render(values);
    }
}
