package org.icws.replica.execution.binary;

/** Instructions by their number in the binary format, as far as those who rewrite modules look at them, called as in the specification. */
public final class Opcodes {
    public static final int UNREACHABLE = 0x00;
    public static final int BLOCK = 0x02;
    public static final int LOOP = 0x03;
    public static final int IF = 0x04;
    public static final int ELSE = 0x05;
    public static final int THROW = 0x08;
    public static final int THROW_REF = 0x0a;
    public static final int END = 0x0b;
    public static final int BR = 0x0c;
    public static final int BR_IF = 0x0d;
    public static final int BR_TABLE = 0x0e;
    public static final int CALL = 0x10;
    public static final int CALL_INDIRECT = 0x11;
    public static final int RETURN = 0x0f;
    public static final int RETURN_CALL = 0x12;
    public static final int RETURN_CALL_INDIRECT = 0x13;
    public static final int CALL_REF = 0x14;
    public static final int RETURN_CALL_REF = 0x15;
    public static final int DROP = 0x1a;
    public static final int SELECT_TYPED = 0x1c;
    public static final int TRY_TABLE = 0x1f;
    public static final int LOCAL_GET = 0x20;
    public static final int LOCAL_SET = 0x21;
    public static final int LOCAL_TEE = 0x22;
    public static final int GLOBAL_GET = 0x23;
    public static final int GLOBAL_SET = 0x24;
    public static final int TABLE_GET = 0x25;
    public static final int TABLE_SET = 0x26;
    public static final int FIRST_LOAD = 0x28;
    public static final int LAST_LOAD = 0x35;
    public static final int I32_LOAD = 0x28;
    public static final int I32_STORE = 0x36;
    public static final int F32_STORE = 0x38;
    public static final int F64_STORE = 0x39;
    public static final int I32_STORE_8 = 0x3a;
    public static final int I32_STORE_16 = 0x3b;
    public static final int LAST_STORE = 0x3e;
    public static final int MEMORY_SIZE = 0x3f;
    public static final int MEMORY_GROW = 0x40;
    public static final int I32_CONST = 0x41;
    public static final int I64_CONST = 0x42;
    public static final int F32_CONST = 0x43;
    public static final int F64_CONST = 0x44;
    public static final int I64_LT_S = 0x53;
    public static final int I64_GT_S = 0x55;
    public static final int I64_GT_U = 0x56;
    public static final int I64_ADD = 0x7c;
    public static final int I64_SUB = 0x7d;
    public static final int I64_SHR_U = 0x88;
    public static final int I32_WRAP = 0xa7;
    public static final int I64_EXTEND_S = 0xac;
    public static final int I64_EXTEND_U = 0xad;
    public static final int LAST_PLAIN = 0xc4;
    public static final int REF_NULL = 0xd0;
    public static final int REF_IS_NULL = 0xd1;
    public static final int REF_FUNC = 0xd2;
    public static final int REF_EQ = 0xd3;
    public static final int REF_AS_NON_NULL = 0xd4;
    public static final int BR_ON_NULL = 0xd5;
    public static final int BR_ON_NON_NULL = 0xd6;
    public static final int PREFIX_GC = 0xfb;
    public static final int PREFIX_FC = 0xfc;
    public static final int PREFIX_SIMD = 0xfd;
    public static final int PREFIX_THREADS = 0xfe;

    public static final int FC_LAST_CONVERSION = 7;
    public static final int FC_MEMORY_INIT = 8;
    public static final int FC_DATA_DROP = 9;
    public static final int FC_MEMORY_COPY = 10;
    public static final int FC_MEMORY_FILL = 11;
    public static final int FC_TABLE_INIT = 12;
    public static final int FC_ELEM_DROP = 13;
    public static final int FC_TABLE_COPY = 14;
    public static final int FC_LAST = 17;

    public static final int VOID = 0x40;
    public static final int TYPE_I32 = 0x7f;
    public static final int TYPE_I64 = 0x7e;
    public static final int TYPE_F32 = 0x7d;
    public static final int TYPE_F64 = 0x7c;

    private Opcodes() {}
}
