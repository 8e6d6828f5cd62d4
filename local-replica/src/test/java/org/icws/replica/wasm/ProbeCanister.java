package org.icws.replica.wasm;

/**
 * A canister with one method per behaviour under test. Its state is a 32-bit counter in memory, a global and a table entry, which
 * {@code get} reports as three 32-bit numbers after the memory size in pages.
 */
public final class ProbeCanister {
    private static final int COUNTER = 0;
    private static final int REPORT = 16;
    private static final int SELF = 64;
    private static final int TEXT = 256;
    private static final int INC_NAME = 512;
    private static final int BUFFER = 1024;
    private static final int UNKNOWN_CANISTER = 600;
    private static final long SECOND = 1_000_000_000L;

    private ProbeCanister() {}

    public static byte[] wasm() {
        return builder().build();
    }

    public static ModuleBuilder builder() {
        return base().export("canister_update inc", c -> increment(c, 1).call("reply_report"))
                .export("canister_query get", c -> c.call("reply_report"))
                .export("canister_query inc_in_query", c -> increment(c, 1).call("reply_report"))
                .export("canister_update trap_after_changes", c -> changeEverything(c)
                        .unreachable())
                .export("canister_update keep_changes", c -> changeEverything(c).call("reply_report"))
                .export(
                        "canister_update say_trap",
                        c -> increment(c, 1).i32(TEXT, 7).call("trap"))
                .export("canister_update spin", c -> increment(c, 1).endlessLoop())
                .export("canister_query spin_in_query", Code::endlessLoop)
                .export("canister_update recurse", c -> c.call("recurse_body"))
                .export("canister_update silent", c -> increment(c, 1))
                .export("canister_update refuse", c -> c.i32(TEXT, 7).call("msg_reject"))
                .export("canister_update reply_twice", c -> c.call("msg_reply").call("msg_reply"))
                .export("canister_query certify_in_query", c -> c.i32(TEXT, 7).call("certified_data_set"))
                .export(
                        "canister_update certify",
                        c -> c.i32(TEXT, 7).call("certified_data_set").call("msg_reply"))
                .export(
                        "canister_update certify_then_trap",
                        c -> c.i32(TEXT, 3).call("certified_data_set").unreachable())
                .export("canister_query certificate", ProbeCanister::replyCertificate)
                .export(
                        "canister_update print",
                        c -> c.i32(TEXT, 7).call("debug_print").call("msg_reply"))
                .export("canister_update start_timer", c -> armTimer(c).call("msg_reply"))
                .export("canister_update start_timer_then_trap", c -> armTimer(c)
                        .unreachable())
                .export("canister_global_timer", c -> increment(c, 100))
                .export(
                        "canister_update call_inc",
                        c -> callSelf(c, 0, 1).call("call_perform").drop())
                .export(
                        "canister_update call_then_trap",
                        c -> callSelf(c, 0, 1).call("call_perform").unreachable())
                .export("canister_update trap_in_callback", c -> callSelf(c, 2, 1)
                        .i32(3, 0)
                        .call("call_on_cleanup")
                        .call("call_perform")
                        .drop())
                .export("canister_update call_nobody", ProbeCanister::callUnknown)
                .export("canister_query big", ProbeCanister::replyBig)
                .export("canister_composite_query composite", c -> c.call("msg_reply"));
    }

    private static ModuleBuilder base() {
        return new ModuleBuilder()
                .imports("msg_reply", ">")
                .imports("msg_reject", "ii>")
                .imports("msg_reply_data_append", "ii>")
                .imports("msg_reject_code", ">i")
                .imports("trap", "ii>")
                .imports("debug_print", "ii>")
                .imports("certified_data_set", "ii>")
                .imports("data_certificate_size", ">i")
                .imports("data_certificate_copy", "iii>")
                .imports("time", ">I")
                .imports("global_timer_set", "I>I")
                .imports("canister_self_copy", "iii>")
                .imports("call_new", "iiiiiiii>")
                .imports("call_on_cleanup", "ii>")
                .imports("call_perform", ">i")
                .globals(1)
                .data(TEXT, "because")
                .data(INC_NAME, "inc")
                .data(UNKNOWN_CANISTER, "foo")
                .table("on_reply", "on_reject", "on_reply_trapping", "on_cleanup", "spare")
                .function("reply_report", ">", c -> report(c)
                        .i32(REPORT, 16)
                        .call("msg_reply_data_append")
                        .call("msg_reply"))
                .function("on_reply", "i>", c -> c.call("reply_report"))
                .function("on_reject", "i>", c -> c.i32(REPORT)
                        .call("msg_reject_code")
                        .store32(0)
                        .i32(REPORT, 4)
                        .call("msg_reply_data_append")
                        .call("msg_reply"))
                .function("on_reply_trapping", "i>", c -> increment(c, 10).unreachable())
                .function("on_cleanup", "i>", c -> increment(c, 1000))
                .function("spare", ">", c -> increment(c, 7))
                .function("recurse_body", ">", c -> c.call("recurse_body").call("recurse_body"));
    }

    private static Code increment(Code code, int by) {
        return code.i32(COUNTER).i32(COUNTER).load32(0).i32(by).add32().store32(0);
    }

    private static Code report(Code code) {
        return code.i32(REPORT)
                .memorySize()
                .store32(0)
                .i32(REPORT)
                .i32(COUNTER)
                .load32(0)
                .store32(4)
                .i32(REPORT)
                .globalGet(0)
                .store32(8);
    }

    /** Changes memory, its size, a global and the table. */
    private static Code changeEverything(Code code) {
        return increment(code, 5)
                .i32(2)
                .memoryGrow()
                .drop()
                .i32(9)
                .globalSet(0)
                .i32(0)
                .refFunc("on_reject")
                .tableSet();
    }

    private static Code replyCertificate(Code code) {
        return code.i32(BUFFER, 0)
                .call("data_certificate_size")
                .call("data_certificate_copy")
                .i32(BUFFER)
                .call("data_certificate_size")
                .call("msg_reply_data_append")
                .call("msg_reply");
    }

    /** Replies 2.5 MiB. */
    private static Code replyBig(Code code) {
        for (int i = 0; i < 40; i++) {
            code.i32(0, 65536).call("msg_reply_data_append");
        }
        return code.call("msg_reply");
    }

    private static Code armTimer(Code code) {
        return code.call("time").i64(SECOND).add64().call("global_timer_set").drop();
    }

    private static Code callSelf(Code code, int onReply, int onReject) {
        return code.i32(SELF, 0, 10)
                .call("canister_self_copy")
                .i32(SELF, 10, INC_NAME, 3, onReply, 0, onReject, 0)
                .call("call_new");
    }

    private static Code callUnknown(Code code) {
        return code.i32(UNKNOWN_CANISTER, 3, INC_NAME, 3, 0, 0, 1, 0)
                .call("call_new")
                .call("call_perform")
                .drop();
    }
}
