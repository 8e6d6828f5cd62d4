package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.util.List;

/** System functions about the canister and the network: identity, time, timer, certified data, diagnosis. */
final class Ic0Canister {
    private static final String ALWAYS = "* s";
    private static final String ROOT_KEY = "I G U RQ Ry Rt C T";
    private static final String CERTIFY = "I G U Ry Rt T";
    private static final String SET_TIMER = "I G U Ry Rt C T";
    private static final int MAX_CERTIFIED_BYTES = 32;

    private Ic0Canister() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("canister_self_size", ">p", "*", (f, a) -> self(f).length),
                action("canister_self_copy", "ppp>", "*", (f, a) -> f.copyOut(self(f), a[0], a[1], a[2])),
                of("canister_status", ">i", "*", (f, a) -> f.environment().status()),
                of("canister_version", ">I", "*", (f, a) -> f.environment().version() + (installs(f) ? 1 : 0)),
                of("subnet_self_size", ">p", "*", (f, a) -> subnet(f).length),
                action("subnet_self_copy", "ppp>", "*", (f, a) -> f.copyOut(subnet(f), a[0], a[1], a[2])),
                of("root_key_size", ">p", ROOT_KEY, (f, a) -> f.environment().rootKeyDer().length),
                action(
                        "root_key_copy",
                        "ppp>",
                        ROOT_KEY,
                        (f, a) -> f.copyOut(f.environment().rootKeyDer(), a[0], a[1], a[2])),
                action("certified_data_set", "pp>", CERTIFY, Ic0Canister::certify),
                of("data_certificate_present", ">i", "*", (f, a) -> f.message().certificate() == null ? 0 : 1),
                of("data_certificate_size", ">p", "NRQ CQ", (f, a) -> certificate(f).length),
                action(
                        "data_certificate_copy",
                        "ppp>",
                        "NRQ CQ",
                        (f, a) -> f.copyOut(certificate(f), a[0], a[1], a[2])),
                of("time", ">I", "*", (f, a) -> f.message().timeNanos()),
                of("global_timer_set", "I>I", SET_TIMER, Ic0Canister::setTimer),
                of("performance_counter", "i>I", ALWAYS, Ic0Canister::count),
                of("is_controller", "pp>i", ALWAYS, Ic0Canister::isController),
                of(
                        "in_replicated_execution",
                        ">i",
                        ALWAYS,
                        (f, a) -> f.message().entryPoint().replicated() ? 1 : 0),
                action("debug_print", "pp>", ALWAYS, Ic0Canister::debugPrint),
                action("trap", "pp>", ALWAYS, Ic0Canister::trap));
    }

    private static byte[] self(Ic0Frame frame) {
        return frame.environment().self().getValue();
    }

    private static byte[] subnet(Ic0Frame frame) {
        return frame.environment().subnet().getValue();
    }

    private static void certify(Ic0Frame frame, long[] a) {
        if (Ic0Frame.u32(a[1]) > MAX_CERTIFIED_BYTES) {
            throw CanisterFault.contract(
                    "ic0_certified_data_set failed because the passed data must be no larger than 32" + " bytes. Found "
                            + Ic0Frame.u32(a[1]) + " bytes");
        }
        frame.message().certify(frame.read(a[0], a[1]));
    }

    private static byte[] certificate(Ic0Frame frame) {
        if (frame.message().certificate() == null) {
            throw CanisterFault.contract("there is no data certificate in this call");
        }
        return frame.message().certificate().get();
    }

    private static long setTimer(Ic0Frame frame, long[] a) {
        long previous = frame.message()
                .timer()
                .orElseGet(() -> installs(frame) ? 0 : frame.environment().timerNanos());
        frame.message().setTimer(a[0]);
        return previous;
    }

    /** New code sees the version that it has when it is in place, and no timer of the code before it. */
    private static boolean installs(Ic0Frame frame) {
        return frame.message().entryPoint() == EntryPoint.INIT;
    }

    private static long count(Ic0Frame frame, long[] a) {
        switch ((int) a[0]) {
            case 0:
                return frame.message().instructions().ofMessage();
            case 1:
                return frame.message().instructions().ofContext();
            default:
                throw CanisterFault.contract(
                        "ic0_performance_counter: there is no counter of the type " + Ic0Frame.u32(a[0]));
        }
    }

    private static long isController(Ic0Frame frame, long[] a) {
        return frame.environment().isController(frame.readPrincipal(a[0], a[1], "ic0_is_controller")) ? 1 : 0;
    }

    private static void debugPrint(Ic0Frame frame, long[] a) {
        String line;
        try {
            line = frame.readLossyText(a[0], a[1]);
        } catch (CanisterFault outOfBounds) {
            // Printing never traps.
            line = "(debug_print message out of memory bounds)";
        }
        print(frame, line);
    }

    private static void print(Ic0Frame frame, String line) {
        MessageContext message = frame.message();
        frame.environment().print(message.timeNanos(), message.entryPoint().replicated(), line);
    }

    private static void trap(Ic0Frame frame, long[] a) {
        String text;
        try {
            text = frame.readLossyText(a[0], a[1]);
        } catch (CanisterFault outOfBounds) {
            text = "(trap message out of memory bounds)";
        }
        throw new CanisterFault(ErrorCode.CALLED_TRAP, "Canister called `ic0.trap` with message: '" + text + "'");
    }
}
