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
    private static final int MAX_VARIABLE_NAME_BYTES = 128;
    private static final int RUNNING = 1;

    private Ic0Canister() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("canister_self_size", ">i", "*", (f, a) -> self(f).length),
                action("canister_self_copy", "iii>", "*", (f, a) -> f.copyOut(self(f), a[0], a[1], a[2])),
                of("canister_status", ">i", "*", (f, a) -> RUNNING),
                of("canister_version", ">I", "*", (f, a) -> f.environment()
                        .version()
                        .getAsLong()),
                of("subnet_self_size", ">i", "*", (f, a) -> subnet(f).length),
                action("subnet_self_copy", "iii>", "*", (f, a) -> f.copyOut(subnet(f), a[0], a[1], a[2])),
                of("root_key_size", ">i", ROOT_KEY, (f, a) -> f.environment().rootKeyDer().length),
                action(
                        "root_key_copy",
                        "iii>",
                        ROOT_KEY,
                        (f, a) -> f.copyOut(f.environment().rootKeyDer(), a[0], a[1], a[2])),
                action("certified_data_set", "ii>", CERTIFY, Ic0Canister::certify),
                of("data_certificate_present", ">i", "*", (f, a) -> f.message().certificate() == null ? 0 : 1),
                of("data_certificate_size", ">i", "NRQ CQ", (f, a) -> certificate(f).length),
                action(
                        "data_certificate_copy",
                        "iii>",
                        "NRQ CQ",
                        (f, a) -> f.copyOut(certificate(f), a[0], a[1], a[2])),
                of("time", ">I", "*", (f, a) -> f.message().timeNanos()),
                of("global_timer_set", "I>I", SET_TIMER, Ic0Canister::setTimer),
                of("performance_counter", "i>I", ALWAYS, (f, a) -> 0),
                of("is_controller", "ii>i", ALWAYS, Ic0Canister::isController),
                of(
                        "in_replicated_execution",
                        ">i",
                        ALWAYS,
                        (f, a) -> f.message().entryPoint().replicated() ? 1 : 0),
                of("env_var_count", ">i", "*", (f, a) -> 0),
                of("env_var_name_size", "i>i", "*", (f, a) -> noVariable(a[0])),
                action("env_var_name_copy", "iiii>", "*", (f, a) -> noVariable(a[0])),
                of("env_var_name_exists", "ii>i", "*", (f, a) -> {
                    variableName(f, a, "ic0_env_var_name_exists");
                    return 0;
                }),
                of("env_var_value_size", "ii>i", "*", (f, a) -> noVariable(f, a, "ic0_env_var_value_size")),
                action("env_var_value_copy", "iiiii>", "*", (f, a) -> noVariable(f, a, "ic0_env_var_value_copy")),
                action("debug_print", "ii>", ALWAYS, Ic0Canister::debugPrint),
                action("trap", "ii>", ALWAYS, Ic0Canister::trap));
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
                .orElseGet(() -> frame.environment().timerNanos().getAsLong());
        frame.message().setTimer(a[0]);
        return previous;
    }

    private static long isController(Ic0Frame frame, long[] a) {
        return frame.environment().isController().test(frame.readPrincipal(a[0], a[1], "ic0_is_controller")) ? 1 : 0;
    }

    private static int noVariable(long index) {
        throw CanisterFault.contract("there is no environment variable with the index " + Ic0Frame.u32(index));
    }

    private static int noVariable(Ic0Frame frame, long[] a, String function) {
        throw CanisterFault.contract(
                function + ": there is no environment variable '" + variableName(frame, a, function) + "'");
    }

    private static String variableName(Ic0Frame frame, long[] a, String function) {
        if (Ic0Frame.u32(a[1]) > MAX_VARIABLE_NAME_BYTES) {
            throw CanisterFault.contract(function + ": the variable name is longer than 128 bytes");
        }
        return frame.readText(a[0], a[1], function);
    }

    private static void debugPrint(Ic0Frame frame, long[] a) {
        String line;
        try {
            line = frame.readLossyText(a[0], a[1]);
        } catch (CanisterFault outOfBounds) {
            // Printing never traps.
            line = "(debug_print message out of memory bounds)";
        }
        frame.environment().log().accept(line);
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
