package org.icws.replica;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Code;
import org.icws.replica.wasm.ModuleBuilder;

/** A canister with much stable memory: each page is filled, its number at both ends. */
final class LargeCanister {
    private static final int PAGE_BYTES = 0x10000;
    private static final int LAST = PAGE_BYTES - Integer.BYTES;
    private static final int FILLING = 0xaa;

    /** Globals: pages filled, pages checked. */
    private static final int FILLED = 0;

    private static final int CHECKED = 1;

    private LargeCanister() {}

    /**
     * {@code fill} adds pages; {@code check} takes a number of a page, traps when that one, or one that was added together with it, is
     * not as it was filled, and replies how many there are.
     *
     * @param pages how many are added at a time
     */
    static byte[] wasm(int pages) {
        return new ModuleBuilder()
                .pages(1)
                .globals(2)
                .imports("stable64_grow", "l>l")
                .imports("stable64_write", "lll>")
                .imports("stable64_read", "lll>")
                .imports("msg_arg_data_copy", "iii>")
                .imports("msg_reply", ">")
                .imports("msg_reply_data_append", "ii>")
                .export("canister_update fill", c -> fill(c, pages))
                .export("canister_query check", c -> check(c, pages))
                .build();
    }

    private static Code fill(Code code, int pages) {
        code.i64(pages).call("stable64_grow").drop();
        code.i32(0, FILLING, PAGE_BYTES).memoryFill();
        code.loop();
        code.i32(0).globalGet(FILLED).store32(0);
        code.i32(0).globalGet(FILLED).store32(LAST);
        offset(code, FILLED).i64(0).i64(PAGE_BYTES).call("stable64_write");
        code.globalGet(FILLED).i32(1).add32().globalSet(FILLED);
        code.globalGet(FILLED).i32(pages).remainder32().brIf(0);
        return code.end().call("msg_reply");
    }

    private static Code offset(Code code, int page) {
        return code.globalGet(page).extend().i64(16).shiftLeft64();
    }

    private static Code check(Code code, int pages) {
        code.i32(0, 0, Integer.BYTES).call("msg_arg_data_copy");
        code.i32(0).load32(0).globalSet(CHECKED);
        code.loop();
        code.i64(0);
        offset(code, CHECKED).i64(PAGE_BYTES).call("stable64_read");
        expect(code.i32(0).load32(0), CHECKED);
        expect(code.i32(0).load32(LAST), CHECKED);
        code.i32(0)
                .load8(PAGE_BYTES / 2)
                .i32(FILLING)
                .sub32()
                .ifTrue()
                .unreachable()
                .end();
        code.globalGet(CHECKED).i32(1).add32().globalSet(CHECKED);
        code.globalGet(CHECKED).i32(pages).remainder32().brIf(0);
        code.end();
        code.i32(0).globalGet(FILLED).store32(0);
        return code.i32(0, Integer.BYTES).call("msg_reply_data_append").call("msg_reply");
    }

    private static void expect(Code code, int global) {
        code.globalGet(global).sub32().ifTrue().unreachable().end();
    }

    /**
     * How many pages there are, all of them as they were filled.
     *
     * @param pages how many were added at a time
     */
    static int check(TestAgent agent, Principal canister, int pages) {
        int filled;
        int page = 0;
        do {
            ByteBuffer argument = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(page);
            filled = ByteBuffer.wrap(ScriptNetwork.reply(agent.query(canister, "check", argument.array())))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            page += pages;
        } while (page < filled);
        return filled;
    }
}
