package org.icws.replica.wasm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.icws.protocol.encoding.Leb128;

/** The instructions of one function; names of functions are resolved when the module is built. */
public final class Code {
    private static final int VOID_BLOCK = 0x40;

    private final List<Function<Map<String, Integer>, byte[]>> parts = new ArrayList<>();

    private Code raw(int... bytes) {
        byte[] fixed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            fixed[i] = (byte) bytes[i];
        }
        parts.add(names -> fixed);
        return this;
    }

    private Code signed(int opcode, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(opcode);
        Leb128.writeSigned(out, value);
        parts.add(names -> out.toByteArray());
        return this;
    }

    private Code unsigned(int opcode, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(opcode);
        Leb128.writeUnsigned(out, value);
        parts.add(names -> out.toByteArray());
        return this;
    }

    public Code i32(int... values) {
        for (int value : values) {
            signed(0x41, value);
        }
        return this;
    }

    public Code i64(long value) {
        return signed(0x42, value);
    }

    public Code call(String function) {
        parts.add(names -> {
            Integer index = names.get(function);
            if (index == null) {
                throw new IllegalArgumentException("No function " + function);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0x10);
            Leb128.writeUnsigned(out, index);
            return out.toByteArray();
        });
        return this;
    }

    /** Calls a function without parameters and results through table 0; its index is on the stack. */
    public Code callIndirect(int type) {
        return raw(0x11, type, 0);
    }

    public Code load32(int offset) {
        return raw(0x28, 2).leb(offset);
    }

    public Code store32(int offset) {
        return raw(0x36, 2).leb(offset);
    }

    public Code store64(int offset) {
        return raw(0x37, 3).leb(offset);
    }

    private Code leb(int value) {
        byte[] encoded = Leb128.unsigned(value);
        parts.add(names -> encoded);
        return this;
    }

    public Code add32() {
        return raw(0x6a);
    }

    public Code add64() {
        return raw(0x7c);
    }

    public Code shiftLeft64() {
        return raw(0x86);
    }

    public Code drop() {
        return raw(0x1a);
    }

    public Code unreachable() {
        return raw(0x00);
    }

    public Code local(int index) {
        return unsigned(0x20, index);
    }

    public Code globalGet(int index) {
        return unsigned(0x23, index);
    }

    public Code globalSet(int index) {
        return unsigned(0x24, index);
    }

    public Code memoryGrow() {
        return raw(0x40, 0);
    }

    public Code memorySize() {
        return raw(0x3f, 0);
    }

    public Code memoryInit(int segment) {
        return raw(0xfc, 8, segment, 0);
    }

    public Code dataDrop(int segment) {
        return raw(0xfc, 9, segment);
    }

    /** table.set on table 0; index and reference are on the stack. */
    public Code tableSet() {
        return raw(0x26, 0);
    }

    public Code refFunc(String function) {
        parts.add(names -> new byte[] {(byte) 0xd2, names.get(function).byteValue()});
        return this;
    }

    public Code block() {
        return raw(0x02, VOID_BLOCK);
    }

    public Code loop() {
        return raw(0x03, VOID_BLOCK);
    }

    /** Runs what follows, up to {@link #end()}, if the number on the stack is not zero. */
    public Code ifTrue() {
        return raw(0x04, VOID_BLOCK);
    }

    public Code end() {
        return raw(0x0b);
    }

    public Code brIf(int depth) {
        return unsigned(0x0d, depth);
    }

    public Code br(int depth) {
        return unsigned(0x0c, depth);
    }

    public Code ret() {
        return raw(0x0f);
    }

    /** Branches to the block with the number on the stack; beyond the last one, to the default. */
    public Code brTable(int blocks, int otherwise) {
        unsigned(0x0e, blocks);
        for (int i = 0; i < blocks; i++) {
            leb(i);
        }
        return leb(otherwise);
    }

    public Code load8(int offset) {
        return raw(0x2d, 0).leb(offset);
    }

    public Code load64(int offset) {
        return raw(0x29, 3).leb(offset);
    }

    public Code store8(int offset) {
        return raw(0x3a, 0).leb(offset);
    }

    public Code sub32() {
        return raw(0x6b);
    }

    public Code isZero64() {
        return raw(0x50);
    }

    public Code wrap() {
        return raw(0xa7);
    }

    public Code extend() {
        return raw(0xad);
    }

    public Code memoryCopy() {
        return raw(0xfc, 10, 0, 0);
    }

    /** Address, byte and length are on the stack. */
    public Code memoryFill() {
        return raw(0xfc, 11, 0);
    }

    public Code remainder32() {
        return raw(0x70);
    }

    public Code less32() {
        return raw(0x49);
    }

    public Code endlessLoop() {
        return raw(0x03, VOID_BLOCK, 0x0c, 0, 0x0b);
    }

    byte[] bytes(Map<String, Integer> names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0); // no locals beyond the parameters
        parts.forEach(part -> out.writeBytes(part.apply(names)));
        out.write(0x0b);
        return out.toByteArray();
    }
}
