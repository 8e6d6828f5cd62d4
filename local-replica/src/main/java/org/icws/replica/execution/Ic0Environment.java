package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** System functions for environment variables. */
final class Ic0Environment {
    private static final int MAX_NAME_BYTES = 128;

    private Ic0Environment() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("env_var_count", ">p", "*", (f, a) -> f.environment()
                        .variables()
                        .size()),
                of("env_var_name_size", "p>p", "*", (f, a) -> name(f, a[0]).length),
                action("env_var_name_copy", "pppp>", "*", (f, a) -> f.copyOut(name(f, a[0]), a[1], a[2], a[3])),
                of("env_var_name_exists", "pp>i", "*", (f, a) -> find(f, a, "ic0_env_var_name_exists") == null ? 0 : 1),
                of("env_var_value_size", "pp>p", "*", (f, a) -> value(f, a, "ic0_env_var_value_size").length),
                action(
                        "env_var_value_copy",
                        "ppppp>",
                        "*",
                        (f, a) -> f.copyOut(value(f, a, "ic0_env_var_value_copy"), a[2], a[3], a[4])));
    }

    private static byte[] name(Ic0Frame frame, long index) {
        List<EnvironmentVariable> all = frame.environment().variables();
        long at = Ic0Frame.u32(index);
        if (at >= all.size()) {
            throw CanisterFault.contract("there is no environment variable with the index " + at);
        }
        return all.get((int) at).name().getBytes(StandardCharsets.UTF_8);
    }

    private static String find(Ic0Frame frame, long[] a, String function) {
        if (Ic0Frame.u32(a[1]) > MAX_NAME_BYTES) {
            throw CanisterFault.contract(function + ": the variable name is longer than 128 bytes");
        }
        String name = frame.readText(a[0], a[1], function);
        return frame.environment().variables().stream()
                .filter(variable -> variable.name().equals(name))
                .map(EnvironmentVariable::value)
                .findFirst()
                .orElse(null);
    }

    private static byte[] value(Ic0Frame frame, long[] a, String function) {
        String value = find(frame, a, function);
        if (value == null) {
            throw CanisterFault.contract(function + ": there is no environment variable of this name");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
