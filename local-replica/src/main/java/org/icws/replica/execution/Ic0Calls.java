package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.math.BigInteger;
import java.util.List;

/** System functions that build and send calls to canisters. */
final class Ic0Calls {
    private static final String CAN_CALL = "U CQ Ry Rt CRy CRt T";
    private static final int MAX_METHOD_NAME_BYTES = 20_000;
    private static final int MAX_TIMEOUT_SECONDS = 300;

    private static final int NOT_ENQUEUED = 2;

    private Ic0Calls() {}

    static List<Ic0Function> functions() {
        return List.of(
                action("call_new", "ppppvvvv>", CAN_CALL, Ic0Calls::callNew),
                action("call_on_cleanup", "vv>", CAN_CALL, (f, a) -> f.message()
                        .pendingCall("ic0_call_on_cleanup")
                        .cleanup(new OutgoingCall.Closure(f.size(a[0]), f.size(a[1])))),
                action("call_data_append", "pp>", CAN_CALL, (f, a) -> f.message()
                        .pendingCall("ic0_call_data_append")
                        .append(f.read(a[0], a[1]))),
                action("call_with_best_effort_response", "i>", CAN_CALL, (f, a) -> f.message()
                        .pendingCall("ic0_call_with_best_effort_response")
                        .bestEffort(timeoutSeconds(a[0]))),
                action("call_cycles_add", "I>", "U Ry Rt T", (f, a) -> attach(f, "ic0_call_cycles_add", 0, a[0])),
                action(
                        "call_cycles_add128",
                        "II>",
                        "U Ry Rt T",
                        (f, a) -> attach(f, "ic0_call_cycles_add128", a[0], a[1])),
                of("call_perform", ">i", CAN_CALL, Ic0Calls::perform));
    }

    private static void callNew(Ic0Frame frame, long[] a) {
        if (Ic0Frame.u32(a[3]) > MAX_METHOD_NAME_BYTES) {
            throw CanisterFault.contract("Size of method_name " + Ic0Frame.u32(a[3]) + " exceeds the allowed limit of "
                    + MAX_METHOD_NAME_BYTES + ".");
        }
        frame.message()
                .newCall(new OutgoingCall(
                        frame.readPrincipal(a[0], a[1], "ic0_call_new"),
                        frame.readText(a[2], a[3], "ic0_call_new"),
                        new OutgoingCall.Closure(frame.size(a[4]), frame.size(a[5])),
                        new OutgoingCall.Closure(frame.size(a[6]), frame.size(a[7]))));
    }

    private static int timeoutSeconds(long requested) {
        // A bounded wait of zero seconds still is a bounded wait.
        return (int) Math.max(1, Math.min(Ic0Frame.u32(requested), MAX_TIMEOUT_SECONDS));
    }

    private static void attach(Ic0Frame frame, String function, long high, long low) {
        OutgoingCall call = frame.message().pendingCall(function);
        BigInteger amount = CycleFlow.unsigned128(high, low);
        frame.message().cycles().attach(amount);
        call.attach(amount);
    }

    private static long perform(Ic0Frame frame, long[] arguments) {
        frame.message().pendingCall("ic0_call_perform");
        if (!frame.message().mayCall()) {
            frame.message().dropPendingCall();
            return NOT_ENQUEUED;
        }
        frame.message().performCall();
        return 0;
    }
}
