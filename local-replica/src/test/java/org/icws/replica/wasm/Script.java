package org.icws.replica.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.icws.replica.wasm.ScriptCanister.Op;

/** What a {@link ScriptCanister} is to do. Numbers are put on a stack; system functions take their parameters from there. */
public final class Script {
    private static final int RESULT = 0x700;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Script op(Op op) {
        out.write(op.ordinal());
        return this;
    }

    private Script raw(int size, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, size);
        return this;
    }

    public Script push(long... values) {
        for (long value : values) {
            op(Op.PUSH).raw(8, value);
        }
        return this;
    }

    public Script drop() {
        return op(Op.DROP);
    }

    public Script add() {
        return op(Op.ADD);
    }

    public Script load(long address) {
        return push(address).op(Op.LOAD64);
    }

    public Script load8(long address) {
        return push(address).op(Op.LOAD8);
    }

    /** Stores a constant. */
    public Script store(long address, long value) {
        return push(address, value).op(Op.STORE64);
    }

    /** Stores the upper number on the stack at the address below it. */
    public Script storeNumber() {
        return op(Op.STORE64);
    }

    /** Ends the script if the number on the stack is zero; needs an empty script at an address. */
    public Script endIfZero(long emptyScript) {
        return op(Op.JUMP_IF_ZERO).raw(4, emptyScript);
    }

    /** Bytes so far. */
    public int size() {
        return out.size();
    }

    /** Adds a constant to a number in memory. */
    public Script increment(long address, long by) {
        return push(address).load(address).push(by).add().op(Op.STORE64);
    }

    /** Stores the result of what the inner script leaves on the stack. */
    public Script store(long address, Script value) {
        return push(address).then(value).op(Op.STORE64);
    }

    public Script then(Script other) {
        out.writeBytes(other.out.toByteArray());
        return this;
    }

    public Script data(long address, byte[] bytes) {
        op(Op.DATA).raw(4, address).raw(4, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public Script data(long address, String text) {
        return data(address, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a script into memory, to be run later. */
    public Script script(long address, Script other) {
        return data(address, other.bytes());
    }

    public Script trap() {
        return op(Op.UNREACHABLE);
    }

    /** Runs for ever. */
    public Script spin() {
        return data(
                        ScriptCanister.FREE + 0xF00,
                        new Script().jump(ScriptCanister.FREE + 0xF00).out.toByteArray())
                .jump(ScriptCanister.FREE + 0xF00);
    }

    private Script jump(long address) {
        return op(Op.JUMP).raw(4, address);
    }

    public Script grow(long pages) {
        return push(pages).op(Op.MEMORY_GROW);
    }

    public Script pages() {
        return op(Op.MEMORY_SIZE);
    }

    /** Calls a system function with constants; a result stays on the stack. */
    public Script call(String function, long... arguments) {
        push(arguments);
        out.write(Op.values().length + SystemApi.number(function));
        return this;
    }

    /** Replies with the number on the stack, 8 bytes little-endian. */
    public Script replyNumber() {
        return replyNumberAt(new Script());
    }

    private Script replyNumberAt(Script before) {
        // The value is below the address on the stack, so the address is stored over it by a second number.
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(out.toByteArray());
        out.reset();
        push(RESULT);
        out.writeBytes(value.toByteArray());
        op(Op.STORE64);
        return then(before).appendReply(RESULT, 8).call("msg_reply");
    }

    public Script appendReply(long address, long size) {
        return call("msg_reply_data_append", address, size);
    }

    public Script reply(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return data(ScriptCanister.FREE + 0xE00, bytes)
                .appendReply(ScriptCanister.FREE + 0xE00, bytes.length)
                .call("msg_reply");
    }

    public Script reply() {
        return call("msg_reply");
    }

    /** Replies with what a pair of system functions for size and copy gives. */
    public Script replyBytes(String prefix, long... before) {
        push(ScriptCanister.FREE + 0x1000);
        push(0);
        call(prefix + "_size", before).call(prefix + "_copy");
        return push(ScriptCanister.FREE + 0x1000)
                .call(prefix + "_size", before)
                .call("msg_reply_data_append")
                .call("msg_reply");
    }

    /** Replies with 16 bytes that a function writes. */
    public Script reply128(String function, long... before) {
        return call(function, concat(before, RESULT)).appendReply(RESULT, 16).call("msg_reply");
    }

    private static long[] concat(long[] before, long last) {
        long[] all = java.util.Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }

    public byte[] bytes() {
        byte[] code = out.toByteArray();
        return java.util.Arrays.copyOf(code, code.length + 1);
    }
}
