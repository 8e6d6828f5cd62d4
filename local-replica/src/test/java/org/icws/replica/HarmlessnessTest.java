package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Canisters that take all the memory or time they can get, in a process with a small heap: they are told, and the others go on. */
class HarmlessnessTest {
    private static final Principal ANY = Principals.canisterId(0x8000_0000_0010_0000L);
    private static final int BUFFER = 0x20000;
    private static final int PAGE = 65_536;
    private static final int OWN_PAGES = 8;
    private static final int GREEDY = 3;

    /** A loop that the JVM has made quick takes all that the public network allows in less than 20 s. */
    private static final long MORE_THAN_TIME_ALLOWS = 1L << 60;

    private static final int STEP_PAGES = 64;

    private ReplicaProcess process;
    private TestAgent agent;
    private Principal modest;

    @BeforeEach
    void start() throws Exception {
        process = new ReplicaProcess(
                null,
                "-Xmx256m",
                "-XX:-SplitIfBlocks",
                "-D" + ReplicaProcess.UPDATE_INSTRUCTIONS + "=" + MORE_THAN_TIME_ALLOWS);
        agent = process.agent();
        modest = install();
    }

    @AfterEach
    void stop() throws Exception {
        process.close();
    }

    private static Script s() {
        return new Script();
    }

    private Principal install() {
        TestAgent.Outcome created = manage(ANY, "provisional_create_canister_with_cycles");
        Principal canister = CandidDecoder.decode(created.reply())
                .get(0)
                .asRecord()
                .get("canister_id")
                .asPrincipal();
        assertThat(code(canister, "install").replied()).isTrue();
        return canister;
    }

    private TestAgent.Outcome code(Principal canister, String mode) {
        return manage(
                canister,
                "install_code",
                "canister_id",
                CandidValue.principal(canister),
                "mode",
                CandidValue.variant(mode),
                "wasm_module",
                CandidValue.blob(ScriptCanister.wasm()),
                "arg",
                CandidValue.blob(s().bytes()));
    }

    private TestAgent.Outcome manage(Principal effective, String method, Object... fields) {
        return agent.update(effective, Principals.MANAGEMENT, method, CandidEncoder.encode(CandidValue.record(fields)));
    }

    /** Grows and writes to every new page. */
    private static Script taking(int pagesBefore, int pages) {
        Script script = s().grow(pages).drop();
        for (int i = 0; i < pages; i++) {
            script.store((long) (pagesBefore + i) * PAGE, 1 + i);
        }
        return script;
    }

    private TestAgent.Outcome update(Principal canister, Script script) {
        return agent.update(canister, "run", script.bytes());
    }

    private long number(Principal canister, Script script) {
        return ScriptNetwork.number(
                agent.query(canister, "ask", script.replyNumber().bytes()));
    }

    private static void assertOutOfMemory(TestAgent.Outcome outcome) {
        assertThat(outcome.errorCode()).as(outcome.message()).isEqualTo("IC0507");
        assertThat(outcome.message()).contains("ran out of memory");
    }

    /** The modest canister does what canisters do: it takes a few pages, and is asked. */
    private void assertOthersGoOn(int round) {
        int pages = (int) number(modest, s().pages());
        assertServed(round, taking(pages, 2));
    }

    private void assertServed(int round, Script work) {
        TestAgent.Outcome grown =
                update(modest, s().then(work).increment(BUFFER, 1).reply());
        assertThat(grown.replied()).as(grown.message()).isTrue();
        assertThat(number(modest, s().load(BUFFER))).isEqualTo(round);
        assertThat(ScriptNetwork.text(
                        agent.query(modest, "compose", s().reply("composed").bytes())))
                .isEqualTo("composed");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void threeCanistersThatTakeAllMemoryAtOnceAreToldAndTheOthersGoOn() {
        List<Principal> greedy = Stream.generate(this::install).limit(GREEDY).toList();
        // Two gigabytes each: the heap has a quarter of one.
        assertThat(number(greedy.get(0), s().grow(65_000)))
                .as("more than an address reaches")
                .isEqualTo(0xFFFF_FFFFL);
        List<CompletableFuture<TestAgent.Outcome>> taking = greedy.stream()
                .map(canister -> agent.updateLater(
                        canister, "run", taking(OWN_PAGES, 4_000).reply().bytes()))
                .toList();
        assertOthersGoOn(1);
        taking.forEach(outcome -> assertOutOfMemory(outcome.join()));
        assertOthersGoOn(2);
        for (Principal canister : greedy) {
            assertThat(number(canister, s().pages())).as("all was undone").isEqualTo(OWN_PAGES);
            assertThat(update(canister, s().reply()).replied()).isTrue();
        }
    }

    @Test
    void canistersThatTakeAllMemoryBitByBitLeaveSomeForTheOthers() {
        List<Principal> greedy = Stream.generate(this::install).limit(GREEDY).toList();
        List<Integer> taken = new ArrayList<>();
        for (Principal canister : greedy) {
            int pages = OWN_PAGES;
            TestAgent.Outcome outcome =
                    update(canister, taking(pages, STEP_PAGES).reply());
            while (outcome.replied()) {
                pages += STEP_PAGES;
                outcome = update(canister, taking(pages, STEP_PAGES).reply());
            }
            assertOutOfMemory(outcome);
            taken.add(pages);
        }
        assertThat(taken.get(0))
                .as("most of the memory was there for the first")
                .isGreaterThan(1_000);
        assertOthersGoOn(1);
        Principal another = install();
        assertThat(update(another, s().reply()).replied()).isTrue();
        for (int i = 0; i < GREEDY; i++) {
            assertThat(number(greedy.get(i), s().pages()))
                    .as("what it has, it keeps")
                    .isEqualTo((long) taken.get(i));
        }
        // What has been overwritten all the time must not be doubled without being counted either.
        assertThat(update(greedy.get(0), taking(OWN_PAGES, 0).reply()).replied())
                .isTrue();
        assertThat(code(greedy.get(0), "reinstall").replied()).isTrue();
        assertThat(update(greedy.get(1), taking(taken.get(1), STEP_PAGES).reply())
                        .replied())
                .as("what one has given back is there for others")
                .isTrue();
        assertOthersGoOn(2);
    }

    @Test
    void aCanisterThatOverwritesAllItHasAgainAndAgainIsToldBeforeTheHeapIsFull() {
        Principal greedy = install();
        int pages = OWN_PAGES;
        while (update(greedy, taking(pages, STEP_PAGES).reply()).replied()) {
            pages += STEP_PAGES;
        }
        Script everywhere = s();
        for (int page = 4; page < pages; page++) {
            everywhere.store((long) page * PAGE + 8, page);
        }
        assertOutOfMemory(update(greedy, everywhere.reply()));
        assertOthersGoOn(1);
    }

    @Test
    void aCanisterThatLoopsForEverIsStoppedAfterTwentySecondsWhileOthersAreServed() {
        Principal looping = install();
        long start = System.nanoTime();
        SignedRequest loop =
                agent.sign(looping, "run", s().store(BUFFER, 9).spin().bytes());
        TestAgent.require(agent.post(TestAgent.path(2, looping, "call"), loop.envelope()), 202);
        int served = 0;
        while (status(looping, loop).equals("received") || status(looping, loop).equals("processing")) {
            assertServed(++served, s());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        TestAgent.Outcome stopped = TestAgent.status(read(looping, loop), loop.requestId());
        assertThat(stopped.errorCode()).as(stopped.message()).isEqualTo("IC0522");
        assertThat(took).as(stopped.message()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(60));
        assertThat(served).as("calls that were answered meanwhile").isGreaterThan(50);
        assertThat(number(looping, s().load(BUFFER))).as("rolled back").isZero();
        assertThat(update(looping, s().reply()).replied()).isTrue();
    }

    private Certificate read(Principal canister, SignedRequest request) {
        return agent.readState(canister, List.of(List.of("request_status".getBytes(), request.requestId())));
    }

    private String status(Principal canister, SignedRequest request) {
        return new String(read(canister, request)
                .tree()
                .lookup("request_status".getBytes(), request.requestId(), "status".getBytes())
                .value());
    }
}
