package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canister on the present ic-cdk, ic-cdk-timers and ic-stable-structures, over real sockets. */
class StableCallerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DELAY = 60;
    private static final CandidValue UNBOUNDED = CandidValue.variant("Unbounded");

    @TempDir
    static Path cache;

    private final ManualClock clock = ManualClock.startingNow();
    private LocalReplica replica;
    private TestAgent agent;
    private Principal canister;

    @BeforeEach
    void start() throws IOException {
        replica = LocalReplica.start(ReplicaConfig.defaults().withClock(clock).withModuleCacheDirectory(cache));
        agent = new TestAgent(replica, clock, 1);
        canister = install();
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void aStableMapKeepsItsEntriesOverUpgradesWhileTheHeapIsForgotten() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            expected.put("key " + i, "value " + i + " ".repeat(i % 50));
        }
        put(expected);
        update(canister, "remove", CandidValue.text("key 7"));
        expected.remove("key 7");
        assertThat(status(canister, "puts_since_start")).isEqualTo(300);

        upgrade(canister);

        assertThat(status(canister, "puts_since_start")).isZero();
        assertThat(entries()).isEqualTo(expected);

        put(Map.of("key 8", "another", "key 7", "back"));
        expected.put("key 8", "another");
        expected.put("key 7", "back");
        upgrade(canister);

        assertThat(entries()).isEqualTo(expected);
        assertThat(status(canister, "entries")).isEqualTo(300);
    }

    @Test
    void aTimerFiresOnceAtItsTimeAndNotBefore() {
        arm(false);

        advance(DELAY - 1);
        assertThat(ticks()).isZero();
        advance(2);
        assertThat(ticks()).isEqualTo(1);
        advance(10 * DELAY);
        assertThat(ticks()).isEqualTo(1);
    }

    @Test
    void aTimerThatAnUpgradeArmsAnewFiresAgainAfterIt() throws IOException {
        arm(true);
        advance(DELAY + 1);
        assertThat(ticks()).isEqualTo(1);

        upgrade(canister);

        advance(DELAY - 1);
        assertThat(ticks()).isEqualTo(1);
        advance(2);
        assertThat(ticks()).isEqualTo(2);
    }

    @Test
    void anUpgradeForgetsATimerThatWaits() throws IOException {
        arm(false);

        upgrade(canister);

        advance(10 * DELAY);
        assertThat(ticks()).isZero();
    }

    @Test
    void twoCanistersCallOneAnotherWithUnboundedWait() throws IOException {
        Principal peer = install();

        List<Hop> hops = hops(bounce(canister, peer, UNBOUNDED, 3));

        assertThat(hops)
                .containsExactly(
                        new Hop(canister, agent.sender(), 0),
                        new Hop(peer, canister, 0),
                        new Hop(canister, peer, 0),
                        new Hop(peer, canister, 0));
        assertThat(List.of(status(canister, "hops"), status(canister, "returns")))
                .containsExactly(2L, 2L);
        assertThat(List.of(status(peer, "hops"), status(peer, "returns"))).containsExactly(2L, 1L);
    }

    @Test
    void twoCanistersCallOneAnotherWithBoundedWaitAndSeeTheDeadline() throws IOException {
        Principal peer = install();

        List<Hop> hops = hops(bounce(canister, peer, bounded(120), 3));

        assertThat(hops).extracting(Hop::canister).containsExactly(canister, peer, canister, peer);
        assertThat(hops).extracting(Hop::caller).containsExactly(agent.sender(), canister, peer, canister);
        assertThat(hops.get(0).deadline()).isZero();
        assertThat(hops.subList(1, 4)).allSatisfy(hop -> assertThat(hop.deadline() - clock.nanos())
                .isBetween(119_900_000_000L, 120_100_000_000L));
    }

    @Test
    void callsThatAreUnderWayAtOnceEachGetTheirOwnReply() throws IOException {
        Principal peer = install();
        List<CompletableFuture<TestAgent.Outcome>> outcomes = new ArrayList<>();
        for (int left = 0; left < 12; left++) {
            CandidValue wait = left % 2 == 0 ? UNBOUNDED : bounded(120);
            outcomes.add(agent.updateLater(
                    canister,
                    "bounce",
                    CandidEncoder.encode(CandidValue.principal(peer), wait, CandidValue.nat32(left))));
        }

        for (int left = 0; left < 12; left++) {
            assertThat(hops(reply(outcomes.get(left).join()).asVariant())).hasSize(left + 1);
        }
        assertThat(status(canister, "hops") + status(peer, "hops")).isEqualTo(12 * 13 / 2);
    }

    @Test
    void aCallToACanisterThatDoesNotExistIsRejectedAndWhatWasDoneBeforeItStays() {
        Principal nobody = Principals.canisterId(0xABCDE);

        for (CandidValue wait : List.of(UNBOUNDED, bounded(120))) {
            CandidValue.Variant result = bounce(canister, nobody, wait, 1);

            assertThat(result.is("Err")).as(result.toString()).isTrue();
            CandidValue.Record reject = result.value().asRecord();
            assertThat(reject.get("code").asLong()).isEqualTo(3);
            assertThat(reject.get("message").asText()).contains(nobody.toString(), "not found");
        }
        assertThat(status(canister, "hops")).isEqualTo(2);
        assertThat(status(canister, "returns")).isZero();
    }

    private record Hop(Principal canister, Principal caller, long deadline) {
        static Hop of(CandidValue value) {
            CandidValue.Record fields = value.asRecord();
            return new Hop(
                    fields.get("canister").asPrincipal(),
                    fields.get("caller").asPrincipal(),
                    fields.get("deadline").asOptional().map(CandidValue::asLong).orElse(0L));
        }
    }

    private Principal install() throws IOException {
        Principal id = replica.createCanister(List.of(agent.sender()));
        replica.install(id, RustModule.STABLE_CALLER.wasm(), CandidEncoder.encode());
        return id;
    }

    private void upgrade(Principal id) throws IOException {
        replica.upgrade(id, RustModule.STABLE_CALLER.wasm(), CandidEncoder.encode());
    }

    private void put(Map<String, String> entries) {
        List<CandidValue> pairs = new ArrayList<>();
        entries.forEach((key, value) -> pairs.add(CandidValue.tuple(CandidValue.text(key), CandidValue.text(value))));
        update(canister, "put", CandidValue.vec(pairs));
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        for (CandidValue entry : query(canister, "entries").asList()) {
            CandidValue.Record pair = entry.asRecord();
            entries.put(pair.fields().get(0L).asText(), pair.fields().get(1L).asText());
        }
        return entries;
    }

    private long status(Principal id, String field) {
        return query(id, "status").asRecord().get(field).asLong();
    }

    private long ticks() {
        return status(canister, "ticks");
    }

    private void arm(boolean kept) {
        update(canister, "arm", CandidValue.nat32(DELAY), CandidValue.bool(kept));
    }

    /** A canister's time runs some nanoseconds ahead of the clock, as no two rounds have the same: an exact delay falls short. */
    private void advance(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        replica.awaitIdle(PATIENCE);
    }

    private static CandidValue bounded(int seconds) {
        return CandidValue.variant("Bounded", CandidValue.nat32(seconds));
    }

    private CandidValue.Variant bounce(Principal id, Principal peer, CandidValue wait, int left) {
        return reply(update(id, "bounce", CandidValue.principal(peer), wait, CandidValue.nat32(left)))
                .asVariant();
    }

    private static List<Hop> hops(CandidValue.Variant result) {
        assertThat(result.is("Ok")).as(result.toString()).isTrue();
        return result.value().asList().stream().map(Hop::of).toList();
    }

    private TestAgent.Outcome update(Principal id, String method, CandidValue... arguments) {
        TestAgent.Outcome outcome = agent.update(id, method, CandidEncoder.encode(arguments));
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        return outcome;
    }

    private CandidValue query(Principal id, String method) {
        return reply(agent.query(id, method, CandidEncoder.encode()));
    }

    private static CandidValue reply(TestAgent.Outcome outcome) {
        assertThat(outcome.replied()).as(outcome.message()).isTrue();
        return CandidDecoder.decode(outcome.reply()).get(0);
    }
}
