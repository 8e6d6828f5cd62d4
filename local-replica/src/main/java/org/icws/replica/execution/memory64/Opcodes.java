package org.icws.replica.execution.memory64;

/** Instructions by their number in the binary format, as far as the lowering looks at them. */
final class Opcodes {
    static final int UNREACHABLE = 0x00;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0b;
    static final int BR = 0x0c;
    static final int BR_IF = 0x0d;
    static final int BR_TABLE = 0x0e;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int DROP = 0x1a;
    static final int SELECT_TYPED = 0x1c;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int GLOBAL_GET = 0x23;
    static final int GLOBAL_SET = 0x24;
    static final int TABLE_GET = 0x25;
    static final int TABLE_SET = 0x26;
    static final int FIRST_LOAD = 0x28;
    static final int LAST_LOAD = 0x35;
    static final int I32_LOAD = 0x28;
    static final int I32_STORE = 0x36;
    static final int F32_STORE = 0x38;
    static final int F64_STORE = 0x39;
    static final int I32_STORE_8 = 0x3a;
    static final int I32_STORE_16 = 0x3b;
    static final int LAST_STORE = 0x3e;
    static final int MEMORY_SIZE = 0x3f;
    static final int MEMORY_GROW = 0x40;
    static final int I32_CONST = 0x41;
    static final int I64_CONST = 0x42;
    static final int F32_CONST = 0x43;
    static final int F64_CONST = 0x44;
    static final int I64_GT_U = 0x56;
    static final int I64_SHR_U = 0x88;
    static final int I32_WRAP = 0xa7;
    static final int I64_EXTEND_S = 0xac;
    static final int I64_EXTEND_U = 0xad;
    static final int LAST_PLAIN = 0xc4;
    static final int REF_NULL = 0xd0;
    static final int REF_IS_NULL = 0xd1;
    static final int REF_FUNC = 0xd2;
    static final int PREFIX_FC = 0xfc;
    static final int PREFIX_SIMD = 0xfd;

    static final int FC_LAST_CONVERSION = 7;
    static final int FC_MEMORY_INIT = 8;
    static final int FC_DATA_DROP = 9;
    static final int FC_MEMORY_COPY = 10;
    static final int FC_MEMORY_FILL = 11;
    static final int FC_ELEM_DROP = 13;

    static final int VOID = 0x40;
    static final int TYPE_I32 = 0x7f;
    static final int TYPE_I64 = 0x7e;
    static final int TYPE_F32 = 0x7d;
    static final int TYPE_F64 = 0x7c;

    private Opcodes() {}
}
