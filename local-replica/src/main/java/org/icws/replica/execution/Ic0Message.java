package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** System functions about the running message: argument, caller, reply, reject. */
final class Ic0Message {
    private static final String WITH_ARGUMENT = "I U RQ NRQ TQ CQ Ry CRy F";
    private static final String CAN_RESPOND = "U RQ NRQ TQ CQ Ry Rt CRy CRt";
    private static final String CALLER_INFO = "U RQ NRQ CQ Ry Rt CRy CRt C CC F";

    private Ic0Message() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("msg_arg_data_size", ">p", WITH_ARGUMENT, (f, a) -> f.message()
                        .argument()
                        .length),
                action(
                        "msg_arg_data_copy",
                        "ppp>",
                        WITH_ARGUMENT,
                        (f, a) -> f.copyOut(f.message().argument(), a[0], a[1], a[2])),
                of("msg_caller_size", ">p", "*", (f, a) -> f.message().caller().length),
                action(
                        "msg_caller_copy",
                        "ppp>",
                        "*",
                        (f, a) -> f.copyOut(f.message().caller(), a[0], a[1], a[2])),
                of("msg_caller_info_data_size", ">p", CALLER_INFO, (f, a) -> f.message()
                        .callerInfo()
                        .data()
                        .length),
                action(
                        "msg_caller_info_data_copy",
                        "ppp>",
                        CALLER_INFO,
                        (f, a) -> f.copyOut(f.message().callerInfo().data(), a[0], a[1], a[2])),
                of("msg_caller_info_signer_size", ">p", CALLER_INFO, (f, a) -> f.message()
                        .callerInfo()
                        .signer()
                        .length),
                action(
                        "msg_caller_info_signer_copy",
                        "ppp>",
                        CALLER_INFO,
                        (f, a) -> f.copyOut(f.message().callerInfo().signer(), a[0], a[1], a[2])),
                of("msg_reject_code", ">i", "Ry Rt CRy CRt C", (f, a) -> f.message()
                        .rejectCode()),
                of("msg_reject_msg_size", ">p", "Rt CRt", (f, a) -> rejectMessage(f).length),
                action(
                        "msg_reject_msg_copy",
                        "ppp>",
                        "Rt CRt",
                        (f, a) -> f.copyOut(rejectMessage(f), a[0], a[1], a[2])),
                of("msg_deadline", ">I", "U RQ NRQ CQ Ry Rt CRy CRt", (f, a) -> f.message()
                        .deadlineNanos()),
                action("msg_reply_data_append", "pp>", CAN_RESPOND, (f, a) -> f.message()
                        .appendReply(f.read(a[0], a[1]))),
                action("msg_reply", ">", CAN_RESPOND, (f, a) -> f.message().reply()),
                action("msg_reject", "pp>", CAN_RESPOND, (f, a) -> f.message()
                        .rejectCall(f.readText(a[0], a[1], "ic0_msg_reject"), Ic0Frame.u32(a[1]))),
                of("msg_method_name_size", ">p", "F", (f, a) -> methodName(f).length),
                action("msg_method_name_copy", "ppp>", "F", (f, a) -> f.copyOut(methodName(f), a[0], a[1], a[2])),
                action("accept_message", ">", "F", (f, a) -> f.message().accept()));
    }

    private static byte[] rejectMessage(Ic0Frame frame) {
        return frame.message().rejectMessage().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] methodName(Ic0Frame frame) {
        return frame.message().methodName().getBytes(StandardCharsets.UTF_8);
    }
}
