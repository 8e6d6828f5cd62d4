package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How the management canister reads its arguments: one case a rule. */
class ManagementArgumentsConformanceTest extends ConformanceCases {
    private static final BigInteger HALF = BigInteger.valueOf(50_000_000_000_000L);
    private static final BigInteger TOO_MUCH = BigInteger.ONE.shiftLeft(128);

    @TestFactory
    Stream<DynamicTest> arguments() {
        versions();
        subtypes();
        cycles();
        return cases.stream();
    }

    private CandidValue.Record settings(Object... fields) {
        return CandidValue.record("canister_id", network.id(canister), "settings", CandidValue.record(fields));
    }

    /** A call by the canister of the network that names its version and passes on how it ends. */
    private Script uninstalling(Principal target, long version) {
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "canister_id",
                network.id(target),
                "sender_canister_version",
                CandidValue.some(CandidValue.nat64(version))));
        return ScriptNetwork.callAndForward(new byte[0], "uninstall_code", argument, HALF);
    }

    private CanisterInfo info(Principal id) {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Principal controlledByCanister() {
        Principal target = network.replica.createCanister(List.of(canister));
        network.replica.install(target, ScriptCanister.wasm(), s().bytes());
        return target;
    }

    private void versions() {
        rule("a canister names the version it has [8.3, sender_canister_version]", () -> {
            Principal target = controlledByCanister();
            assertThat(network.update(
                                    canister,
                                    uninstalling(target, info(canister).version()))
                            .replied())
                    .isTrue();
            assertThat(info(target).moduleHash()).isNull();
        });
        rule("a call that names another version is not made, and its cycles come back [8.3, IC]", () -> {
            Principal target = controlledByCanister();
            long version = info(canister).version();
            BigInteger before = info(canister).cycles();
            String reject = ScriptNetwork.text(network.update(canister, uninstalling(target, version + 1)));
            assertThat((int) reject.charAt(0)).isEqualTo(5);
            assertThat(reject)
                    .endsWith("Management canister call payload includes sender canister version " + (version + 1)
                            + " that does not match the actual sender canister version " + version + ".");
            assertThat(info(target).moduleHash()).as("the code is still there").isNotNull();
            assertThat(info(canister).cycles()).isEqualTo(before);
        });
        rule("what version a user names does not matter [8.3, sender_canister_version]", () -> assertThat(
                        network.manage(
                                        canister,
                                        "uninstall_code",
                                        "canister_id",
                                        network.id(canister),
                                        "sender_canister_version",
                                        CandidValue.some(CandidValue.nat64(77)))
                                .replied())
                .isTrue());
    }

    private void subtypes() {
        for (String name : List.of("log_visibility", "snapshot_visibility", "status_visibility")) {
            rule("an alternative of " + name + " that is not known is as if it were missing [8.3, Candid]", () -> {
                network.manage(canister, "update_settings", fields(name, "public"));
                assertThat(network.manage(canister, "update_settings", fields(name, "from_the_future"))
                                .replied())
                        .isTrue();
                assertThat(network.status(canister)
                                .get("settings")
                                .asRecord()
                                .get(name)
                                .asVariant()
                                .is("public"))
                        .isTrue();
            });
        }
        rule("a field that is not known is ignored [8.3, Candid]", () -> assertThat(
                        network.manage(canister, "update_settings", fields("mood", "sunny"))
                                .replied())
                .isTrue());
        rule("settings that cannot be read are refused, and nothing else happens [8.3, IC0408]", () -> {
            CandidValue variables = CandidValue.some(CandidValue.vec(List.of(CandidValue.text("A=b"))));
            TestAgent.Outcome created = network.manage(
                    canister,
                    "provisional_create_canister_with_cycles",
                    "settings",
                    CandidValue.some(CandidValue.record("environment_variables", variables)));
            assertThat(created.errorCode()).isEqualTo("IC0408");
            TestAgent.Outcome changed = network.agent.update(
                    canister,
                    Principals.MANAGEMENT,
                    "update_settings",
                    CandidEncoder.encode(settings("environment_variables", variables)));
            assertThat(changed.errorCode()).isEqualTo("IC0408");
            assertThat(network.update(canister, s().reply()).replied()).isTrue();
        });
    }

    private Object[] fields(String name, String alternative) {
        return new Object[] {
            "canister_id",
            network.id(canister),
            "settings",
            CandidValue.record(name, CandidValue.some(CandidValue.variant(alternative)))
        };
    }

    private void cycles() {
        rule("an amount of cycles has 128 bits [8.3]", () -> {
            assertThat(network.manage(
                                    canister,
                                    "provisional_top_up_canister",
                                    "canister_id",
                                    network.id(canister),
                                    "amount",
                                    CandidValue.nat(TOO_MUCH))
                            .errorCode())
                    .isEqualTo("IC0408");
            assertThat(network.manage(
                                    canister,
                                    "provisional_create_canister_with_cycles",
                                    "amount",
                                    CandidValue.some(CandidValue.nat(TOO_MUCH)))
                            .errorCode())
                    .isEqualTo("IC0408");
        });
        rule("a balance grows to the most that 128 bits hold, and no further [8.3]", () -> {
            BigInteger most = TOO_MUCH.subtract(BigInteger.ONE);
            network.replica.control().topUp(canister, most);
            assertThat(info(canister).cycles()).isEqualTo(most);
        });
    }
}
