package org.icws.replica.management;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.replica.execution.EnvironmentVariable;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;

/**
 * A canister that is to be created.
 *
 * @param specifiedId the id it must have; empty = the next free one
 * @param settings what its controllers decide
 * @param cycles its balance
 * @param keptCycles what the creation takes of the cycles that came with the call
 * @param origin who creates it
 * @param variablesHash hash of the environment variables that it is given; null = none are given
 */
public record CreationPlan(
        Optional<Principal> specifiedId,
        CanisterSettings settings,
        BigInteger cycles,
        BigInteger keptCycles,
        CanisterHistory.Origin origin,
        byte[] variablesHash) {

    /**
     * Reads a call of {@code create_canister} or {@code provisional_create_canister_with_cycles}.
     *
     * @throws org.icws.replica.execution.CanisterFault its argument cannot be read or a setting is not allowed
     */
    public static CreationPlan of(ManagementCall call) {
        Arguments arguments = Arguments.decode(call.argument());
        CanisterSettings defaults = CanisterSettings.defaults(List.of(call.caller()));
        CanisterSettings settings = arguments
                .optionalRecord("settings")
                .map(changes -> SettingsArguments.apply(defaults, changes))
                .orElse(defaults);
        byte[] variablesHash = arguments
                .optionalRecord("settings")
                .flatMap(changes -> changes.optional("environment_variables", CandidValue::asList))
                .map(given -> hash(settings.variables()))
                .orElse(null);
        CanisterHistory.Origin origin = call.changeOrigin(
                arguments.optionalNat64("sender_canister_version").orElse(null));
        if (call.method().equals("create_canister")) {
            BigInteger cycles = call.byCanister() ? call.cycles() : Canister.INITIAL_CYCLES;
            return new CreationPlan(Optional.empty(), settings, cycles, call.cycles(), origin, variablesHash);
        }
        return new CreationPlan(
                arguments.optionalPrincipal("specified_id"),
                settings,
                arguments.optionalCycles("amount").orElse(Canister.INITIAL_CYCLES),
                BigInteger.ZERO,
                origin,
                variablesHash);
    }

    private static byte[] hash(List<EnvironmentVariable> variables) {
        return RepresentationHash.of(
                variables.stream().collect(Collectors.toMap(EnvironmentVariable::name, EnvironmentVariable::value)));
    }

    /** The answer that names the created canister. */
    public static Response created(Principal id) {
        return new Response.Reply(CandidEncoder.encode(CandidValue.record("canister_id", CandidValue.principal(id))));
    }
}
