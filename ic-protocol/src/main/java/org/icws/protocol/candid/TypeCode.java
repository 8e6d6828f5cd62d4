package org.icws.protocol.candid;

/** The opcodes of the binary format. Source: the Candid specification, "Types". */
final class TypeCode {

    static final int NULL = -1;
    static final int BOOL = -2;
    static final int NAT = -3;
    static final int INT = -4;
    static final int NAT8 = -5;
    static final int NAT16 = -6;
    static final int NAT32 = -7;
    static final int NAT64 = -8;
    static final int INT8 = -9;
    static final int INT16 = -10;
    static final int INT32 = -11;
    static final int INT64 = -12;
    static final int FLOAT32 = -13;
    static final int FLOAT64 = -14;
    static final int TEXT = -15;
    static final int RESERVED = -16;
    static final int EMPTY = -17;
    static final int OPT = -18;
    static final int VEC = -19;
    static final int RECORD = -20;
    static final int VARIANT = -21;
    static final int FUNC = -22;
    static final int SERVICE = -23;
    static final int PRINCIPAL = -24;

    /** What every message starts with. */
    static final byte[] MAGIC = {'D', 'I', 'D', 'L'};

    private TypeCode() {}

    /** Types that need no entry in the type table. */
    static boolean isPrimitive(int code) {
        return code <= NULL && code >= EMPTY || code == PRINCIPAL;
    }

    static CandidValue.FixedKind fixedKind(int code) {
        return CandidValue.FixedKind.values()[NAT8 - code];
    }

    static int of(CandidValue.FixedKind kind) {
        return NAT8 - kind.ordinal();
    }
}
