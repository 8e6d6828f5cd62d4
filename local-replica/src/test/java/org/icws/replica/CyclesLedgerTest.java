package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What icp-cli asks of the cycles ledger and the cycles minting canister when it deploys. */
class CyclesLedgerTest {
    private static final BigInteger TWO_TRILLION = BigInteger.valueOf(2_000_000_000_000L);

    private final ScriptNetwork network = new ScriptNetwork();

    @BeforeEach
    void install() {
        CyclesLedger.install(network.replica);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private Principal subnet() {
        return Principals.selfAuthenticating(network.replica.rootKeyDer());
    }

    private static CandidValue decoded(TestAgent.Outcome outcome) {
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        return CandidDecoder.decode(outcome.reply()).get(0);
    }

    private CandidValue.Variant create(BigInteger amount, CandidValue settings) {
        CandidValue.Record creation = CandidValue.record(
                "subnet_selection",
                CandidValue.some(
                        CandidValue.variant("Subnet", CandidValue.record("subnet", CandidValue.principal(subnet())))),
                "settings",
                settings);
        return spend("create_canister", amount, "creation_args", CandidValue.some(creation));
    }

    private CandidValue.Variant withdraw(Principal to, BigInteger amount) {
        return spend("withdraw", amount, "to", CandidValue.principal(to));
    }

    /** Calls a method of the ledger that takes cycles from the caller's account, with one more argument of its own. */
    private CandidValue.Variant spend(String method, BigInteger amount, String name, CandidValue value) {
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "from_subaccount",
                CandidValue.none(),
                "created_at_time",
                CandidValue.none(),
                "amount",
                CandidValue.nat(amount),
                name,
                value));
        return decoded(network.agent.update(CyclesLedger.LEDGER, method, argument))
                .asVariant();
    }

    @Test
    void itIsAtTheIdsOfThePublicNetwork() {
        assertThat(CyclesLedger.LEDGER).hasToString("um5iw-rqaaa-aaaaq-qaaba-cai");
        assertThat(CyclesLedger.MINTING).hasToString("rkp4c-7iaaa-aaaaa-aaaca-cai");
    }

    @Test
    void theNetworksSubnetIsTheOneCanistersAreCreatedOn() {
        TestAgent.Outcome outcome =
                network.agent.query(CyclesLedger.MINTING, "get_default_subnets", CandidEncoder.encode());
        assertThat(decoded(outcome).asList().stream().map(CandidValue::asPrincipal))
                .containsExactly(subnet());
    }

    @Test
    void aCanisterIsCreatedForItsCallerWithTheCyclesThatWereAskedFor() {
        CandidValue.Variant created = create(TWO_TRILLION, CandidValue.none());
        assertThat(created.is("Ok")).isTrue();
        Principal id = created.value().asRecord().get("canister_id").asPrincipal();
        CandidValue.Record status = network.status(id);
        assertThat(status.get("cycles").asBigInteger()).isEqualTo(TWO_TRILLION);
        assertThat(status.get("settings").asRecord().get("controllers").asList().stream()
                        .map(CandidValue::asPrincipal))
                .containsExactly(network.agent.sender());
    }

    @Test
    void settingsAreThoseThatWereAskedFor() {
        CandidValue.Record settings = CandidValue.record(
                "controllers",
                CandidValue.some(CandidValue.vec(List.of(
                        CandidValue.principal(network.agent.sender()), CandidValue.principal(network.canister)))),
                "freezing_threshold",
                CandidValue.some(CandidValue.nat(77)));
        Principal id = create(TWO_TRILLION, CandidValue.some(settings))
                .value()
                .asRecord()
                .get("canister_id")
                .asPrincipal();
        CandidValue.Record found = network.status(id).get("settings").asRecord();
        assertThat(found.get("freezing_threshold").asBigInteger()).isEqualTo(77);
        assertThat(found.get("controllers").asList()).hasSize(2);
    }

    @Test
    void settingsThatAreNotAllowedAndMoreCyclesThanThereAreGetTheLedgersErrors() {
        CandidValue.Variant refused = create(
                TWO_TRILLION,
                CandidValue.some(CandidValue.record("compute_allocation", CandidValue.some(CandidValue.nat(101)))));
        assertThat(refused.is("Err")).isTrue();
        CandidValue.Variant why = refused.value().asVariant();
        assertThat(why.is("FailedToCreate")).isTrue();
        assertThat(why.value().asRecord().get("error").asText()).contains("compute_allocation");

        CandidValue.Variant tooMuch = create(BigInteger.TEN.pow(40), CandidValue.none());
        assertThat(tooMuch.value().asVariant().is("InsufficientFunds")).isTrue();
        assertThat(withdraw(network.canister, BigInteger.TEN.pow(40))
                        .value()
                        .asVariant()
                        .is("InsufficientFunds"))
                .isTrue();
    }

    @Test
    void aCanisterIsToppedUpAndOneThatDoesNotExistIsNot() {
        BigInteger before = network.status(network.canister).get("cycles").asBigInteger();
        assertThat(withdraw(network.canister, TWO_TRILLION).is("Ok")).isTrue();
        assertThat(network.status(network.canister).get("cycles").asBigInteger())
                .isEqualTo(before.add(TWO_TRILLION));

        CandidValue.Variant why =
                withdraw(Principals.canisterId(77), TWO_TRILLION).value().asVariant();
        assertThat(why.is("FailedToWithdraw")).isTrue();
        assertThat(why.value().asRecord().get("rejection_code").asVariant().is("DestinationInvalid"))
                .isTrue();
    }

    @Test
    void aCanisterGivesBackWhatItHasBeforeItIsDeleted() {
        BigInteger before = balance(CyclesLedger.LEDGER);
        byte[] argument = CandidEncoder.encode(CandidValue.record(
                "to",
                CandidValue.record(
                        "owner", CandidValue.principal(network.agent.sender()), "subaccount", CandidValue.none()),
                "memo",
                CandidValue.none()));
        TestAgent.Outcome outcome = network.update(
                ScriptNetwork.callAndForward(CyclesLedger.LEDGER.getValue(), "deposit", argument, TWO_TRILLION));
        assertThat(decoded(outcome).asRecord().get("balance").asBigInteger()).isEqualTo(before.add(TWO_TRILLION));
        assertThat(balance(CyclesLedger.LEDGER)).isEqualTo(before.add(TWO_TRILLION));
    }

    private BigInteger balance(Principal id) {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(id))
                .findFirst()
                .orElseThrow()
                .cycles();
    }

    @Test
    void inAKeptNetworkItStaysAsItIs(@TempDir Path directory) {
        byte[] noArgument = CandidEncoder.encode();
        try (ScriptNetwork kept = new ScriptNetwork(config -> config.withDataDirectory(directory))) {
            CyclesLedger.install(kept.replica);
            long version = version(kept);
            CyclesLedger.install(kept.replica);
            assertThat(version(kept)).isEqualTo(version);
            assertThat(kept.agent
                            .query(CyclesLedger.LEDGER, "icrc1_symbol", noArgument)
                            .replied())
                    .isTrue();
        }
    }

    private static long version(ScriptNetwork network) {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(CyclesLedger.LEDGER))
                .findFirst()
                .orElseThrow()
                .version();
    }
}
