package org.icws.replica.management;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EnvironmentVariable;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.Visibility;

/** The settings of a canister as they go over the wire. Stateless. */
final class SettingsArguments {
    private static final BigInteger LEAST_LOG_BYTES = BigInteger.valueOf(4096);
    private static final int MAX_CONTROLLERS = 10;
    private static final int MAX_VIEWERS = 10;
    private static final int MAX_VARIABLES = 20;
    private static final int MAX_VARIABLE_BYTES = 128;

    private SettingsArguments() {}

    /**
     * Applies what is present; the rest is unchanged.
     *
     * @throws CanisterFault a value cannot be read or is not allowed
     */
    static CanisterSettings apply(CanisterSettings before, Arguments changes) {
        return Arguments.reading(() -> applied(before, changes));
    }

    private static CanisterSettings applied(CanisterSettings before, Arguments changes) {
        CanisterSettings settings = before;
        Optional<List<Principal>> controllers = changes.optional("controllers", SettingsArguments::principals);
        if (controllers.isPresent()) {
            settings = settings.withControllers(limited(controllers.get(), MAX_CONTROLLERS, "controllers"));
        }
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            Optional<BigInteger> value = changes.optionalNat(number.wireName());
            if (value.isPresent()) {
                settings = settings.with(number, limited(value.get(), number));
            }
        }
        settings = settings.withVisibilities(
                visibility(changes, "log_visibility"),
                visibility(changes, "snapshot_visibility"),
                visibility(changes, "status_visibility"));
        Optional<List<CandidValue>> variables = changes.optional("environment_variables", CandidValue::asList);
        return variables.isPresent() ? settings.withVariables(variables(variables.get())) : settings;
    }

    private static CanisterFault invalid(String why) {
        return new CanisterFault(ErrorCode.INVALID_SETTINGS, "Invalid canister settings: " + why);
    }

    private static List<Principal> principals(CandidValue value) {
        List<Principal> result = new ArrayList<>();
        for (CandidValue item : value.asList()) {
            Principal principal = item.asPrincipal();
            if (!result.contains(principal)) {
                result.add(principal);
            }
        }
        return result;
    }

    private static List<Principal> limited(List<Principal> principals, int most, String what) {
        if (principals.size() > most) {
            throw invalid("at most " + most + " " + what + " are allowed, got " + principals.size());
        }
        return principals;
    }

    private static BigInteger limited(BigInteger value, CanisterSettings.Number number) {
        if (value.compareTo(number.max()) > 0) {
            throw invalid(number.wireName() + " is " + value + ", at most " + number.max() + " is allowed");
        }
        boolean small = value.signum() > 0 && value.compareTo(LEAST_LOG_BYTES) < 0;
        if (number == CanisterSettings.Number.LOG_MEMORY_LIMIT && small) {
            throw invalid("log_memory_limit is " + value + ", it must be 0 or at least " + LEAST_LOG_BYTES);
        }
        return value;
    }

    private static Visibility visibility(Arguments changes, String name) {
        Optional<CandidValue.Variant> value = changes.optionalVariant(name, "controllers", "public", "allowed_viewers");
        if (value.isEmpty()) {
            return null;
        }
        CandidValue.Variant variant = value.get();
        if (variant.is("controllers")) {
            return Visibility.CONTROLLERS;
        }
        if (variant.is("public")) {
            return Visibility.PUBLIC;
        }
        return new Visibility(false, limited(principals(variant.value()), MAX_VIEWERS, "allowed viewers"));
    }

    private static List<EnvironmentVariable> variables(List<CandidValue> values) {
        if (values.size() > MAX_VARIABLES) {
            throw invalid("at most " + MAX_VARIABLES + " environment variables are allowed, got " + values.size());
        }
        List<EnvironmentVariable> result = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (CandidValue value : values) {
            CandidValue.Record record = value.asRecord();
            String name = record.get("name").asText();
            String content = record.get("value").asText();
            if (bytes(name) > MAX_VARIABLE_BYTES || bytes(content) > MAX_VARIABLE_BYTES || name.isEmpty()) {
                throw invalid(
                        "name and value of an environment variable have at most 128 bytes, the name at least one");
            }
            if (!names.add(name)) {
                throw invalid("the environment variable '" + name + "' appears twice");
            }
            result.add(new EnvironmentVariable(name, content));
        }
        return result;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The settings as {@code canister_status} shows them. */
    static CandidValue encode(CanisterSettings settings) {
        Map<String, CandidValue> fields = new LinkedHashMap<>();
        fields.put("controllers", principals(settings.controllers()));
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            fields.put(number.wireName(), CandidValue.nat(settings.number(number)));
        }
        fields.put("log_visibility", encode(settings.logVisibility()));
        fields.put("snapshot_visibility", encode(settings.snapshotVisibility()));
        fields.put("status_visibility", encode(settings.statusVisibility()));
        fields.put(
                "environment_variables",
                CandidValue.vec(settings.variables().stream()
                        .map(variable -> CandidValue.record(
                                "name", CandidValue.text(variable.name()), "value", CandidValue.text(variable.value())))
                        .toList()));
        return CandidValue.record(fields);
    }

    static CandidValue principals(List<Principal> principals) {
        return CandidValue.vec(principals.stream().map(CandidValue::principal).toList());
    }

    private static CandidValue encode(Visibility visibility) {
        if (visibility.everybody()) {
            return CandidValue.variant("public");
        }
        return visibility.viewers().isEmpty()
                ? CandidValue.variant("controllers")
                : CandidValue.variant("allowed_viewers", principals(visibility.viewers()));
    }
}
