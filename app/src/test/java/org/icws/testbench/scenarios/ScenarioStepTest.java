package org.icws.testbench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.sample.SampleCanister;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

/** Scenarios one thing after the other, on a stage where nothing answers by itself. */
class ScenarioStepTest {

    private static final Executor NOW = Runnable::run;
    private static final Principal CANISTER = Principals.canisterId(9);

    private final List<List<CandidValue>> said =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final List<Consumer<Incoming>> boxes = new ArrayList<>();
    private long number;

    private final Stage stage = new Stage() {
        @Override
        public String unavailable() {
            return null;
        }

        @Override
        public String candid(String sample) {
            return SampleCanister.valueOf(sample.toUpperCase(java.util.Locale.ROOT))
                    .candid();
        }

        @Override
        public Principal prepare(String sample, byte[] argument) {
            return CANISTER;
        }

        @Override
        public Seat join(Principal canister, String protocol, int seat, String name, Consumer<Incoming> inbox) {
            boxes.add(inbox);
            return new FakeSeat(name, TestEvents.client(name), said.get(seat));
        }
    };

    private record FakeSeat(String name, ClientKey key, List<CandidValue> said) implements Seat {

        @Override
        public Principal principal() {
            return key.principal();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletableFuture<Long> send(byte[] content) {
            // The proof of concept's messages are CBOR.
            said.add(content[0] == 'D' ? CandidDecoder.decode(content).get(0) : CandidValue.blob(content));
            return CompletableFuture.completedFuture((long) said.size());
        }

        @Override
        public void close() {
            // nothing to leave
        }
    }

    private void ticks(Scenario scenario, int count) {
        for (int i = 0; i < count; i++) {
            scenario.beat(TestEvents.T0 + i * 100_000_000L);
        }
    }

    private long count(int seat, String kind) {
        return said.get(seat).stream()
                .filter(v -> v instanceof CandidValue.Variant variant && variant.is(kind))
                .count();
    }

    private long comments() {
        return count(0, "Post") + count(1, "Post") + count(2, "Post");
    }

    @Test
    void a_step_says_one_line_and_then_nothing_happens_by_itself() {
        CommentsScenario scenario = new CommentsScenario(stage, NOW, NOW);
        assertThat(scenario.whyNoStep()).isEqualTo("It is not running yet.");
        scenario.start();
        assertThat(scenario.whyNoStep()).isNull();
        scenario.step();
        assertThat(comments()).isEqualTo(1);
        ticks(scenario, 100);
        assertThat(comments()).isEqualTo(1);
        scenario.byHandProperty().set(false);
        ticks(scenario, 100);
        assertThat(comments()).isGreaterThan(1);
        for (int i = 0; i < 10 && scenario.whyNoStep() == null; i++) {
            scenario.step();
        }
        assertThat(scenario.whyNoStep()).startsWith("All lines have been said");
    }

    @Test
    void a_step_makes_one_stroke_in_the_document() {
        DocumentScenario scenario = new DocumentScenario(stage, NOW, NOW);
        scenario.start();
        CandidValue empty = CandidValue.variant(
                "Document",
                CandidValue.record(
                        "version",
                        CandidValue.nat64(0),
                        "text",
                        CandidValue.text(""),
                        "people",
                        CandidValue.vec(List.of())));
        for (int i = 0; i < 3; i++) {
            boxes.get(i)
                    .accept(new Incoming(i, ++number, bytes("shared_document", empty), TestEvents.T0, TestEvents.T0));
        }
        scenario.byHandProperty().set(true);
        scenario.onFrame(TestEvents.frame(TestEvents.T0, List.of()));
        ticks(scenario, 20);
        assertThat(scenario.copy(0).shown()).isEmpty();
        scenario.step();
        assertThat(scenario.copy(0).shown()).isEqualTo("M");
        scenario.step();
        assertThat(scenario.copy(0).shown()).isEqualTo("Me");
        ticks(scenario, 20);
        assertThat(scenario.copy(0).shown()).isEqualTo("Me");
    }

    @Test
    void a_ping_is_sent_to_both_canisters_with_each_step() {
        PingPongScenario scenario = new PingPongScenario(stage, NOW, NOW);
        scenario.start();
        scenario.step();
        ticks(scenario, 50);
        assertThat(said.get(0)).hasSize(1);
        assertThat(said.get(1)).hasSize(1);
    }

    @Test
    void the_ticker_says_why_it_cannot_be_stepped_and_follows_the_tick_of_one_pair() {
        RatesScenario scenario = new RatesScenario(stage, NOW, NOW);
        scenario.start();
        assertThat(scenario.whyNoStep()).contains("by its own clock");
        scenario.step();
        assertThat(scenario.byHandProperty().get()).isFalse();
        assertThat(scenario.followed()).isEqualTo("ALPHA/USD");
        TestEvents make = new TestEvents();
        List<org.icws.gateway.event.GatewayEvent> events = new ArrayList<>();
        for (int seat = 0; seat < 4; seat++) {
            tick(seat, 5, TestEvents.T0, "ALPHA/USD");
            tick(seat, 6, TestEvents.T0 + 1_000_000, "BETA/USD");
            for (long n = 5; n <= 6; n++) {
                events.add(make.down(
                        TestEvents.T0 + 2_000_000,
                        scenario.seats().get(seat).key(),
                        n,
                        "tick",
                        org.icws.gateway.trust.Verdict.VERIFIED));
            }
        }
        scenario.onFrame(TestEvents.frame(TestEvents.T0 + 3_000_000, events));
        assertThat(scenario.tickNumber()).isEqualTo(5);
        assertThat(scenario.ways()).doesNotContainNull();
        assertThat(scenario.rates().get("ALPHA/USD").tookNanos())
                .as("the tile and the first reader's bar tell the same of the same message")
                .isEqualTo(scenario.ways().get(0).total());
        scenario.follow("BETA/USD");
        assertThat(scenario.tickNumber()).isEqualTo(6);
        assertThat(scenario.tickNanos()).isEqualTo(TestEvents.T0 + 1_000_000);
        scenario.follow("GAMMA/USD");
        assertThat(scenario.tickNumber()).as("no tick of it yet").isZero();
        assertThat(scenario.ways()).containsOnlyNulls();
    }

    private void tick(int seat, long tickNumber, long stamped, String pair) {
        CandidValue rate = CandidValue.record(
                "pair",
                CandidValue.text(pair),
                "price",
                new CandidValue.Float64(1.5),
                "time",
                CandidValue.nat64(stamped - 50_000_000), // the canister has a price before it makes a message of it
                "source",
                CandidValue.variant("Simulated", CandidValue.NULL));
        CandidValue ticks = CandidValue.variant("Ticks", CandidValue.record("rates", CandidValue.vec(List.of(rate))));
        boxes.get(seat)
                .accept(new Incoming(seat, tickNumber, bytes("exchange_rates", ticks), stamped, stamped + 9_000_000));
    }

    private byte[] bytes(String sample, CandidValue value) {
        CandidType type =
                CandidInterface.parse(stage.candid(sample)).webSocketMessage().orElseThrow();
        return CandidEncoder.encode(List.of(type), List.of(value));
    }
}
