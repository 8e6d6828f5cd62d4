package org.icws.testbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring itself works: short, so that the figures mean nothing. */
@BesideTheWindow
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GatewayBenchTest {

    private static final Duration SHORT = Duration.ofMillis(700);

    @Test
    void everyMessageOfASteadyRateArrivesInOrder() throws Exception {
        List<String> progress = new ArrayList<>();
        List<GatewayBench.Result> results =
                GatewayBench.run(new GatewayBench.Settings(SHORT, SHORT, Set.of("latency")), progress::add);

        assertThat(results).hasSize(3).allSatisfy(r -> {
            assertThat(r.perSecond()).isPositive();
            assertThat(r.p99Micros()).isPositive();
            assertThat(r.note()).startsWith("all in order");
        });
        assertThat(progress).hasSize(3);
        JsonNode json = new ObjectMapper().readTree(BenchReport.json(results));
        assertThat(json.get("results")).hasSize(3);
        assertThat(BenchReport.markdown(results)).contains("poll every 10 ms");
    }

    @Test
    void certifiedPagesOfTheStubAreVerifiedByTheGateway() {
        try (Trial trial = new Trial(List.of("-Xmx256m"), Duration.ofMillis(20), 3)) {
            trial.gateway().tell("observe");
            trial.stub().tell("flood-certified");
            Figures figures = trial.downstream("certified", SHORT);
            trial.stub().tell("silence");

            assertThat(figures.messages()).isPositive();
            assertThat(figures.clients().get("outOfOrder").asLong()).isZero();
            JsonNode counters = trial.gateway().tell("stats");
            assertThat(counters.get("verified").asLong()).isPositive();
        }
    }

    @Test
    void clientsPushInOrder() {
        try (Trial trial = new Trial(List.of("-Xmx256m"), Duration.ofMillis(20), 5)) {
            trial.load().tell("prepare 20");
            trial.load().tell("push");
            Figures figures = trial.upstream("push", SHORT);

            assertThat(figures.messages()).isPositive();
            assertThat(trial.stub().tell("stats").get("outOfOrder").asLong()).isZero();
        }
    }

    @Test
    void aSoakCountsWhatComesBackAndLooksAtTheGatewaysMemory() {
        List<String> progress = new ArrayList<>();
        List<GatewayBench.Result> results = GatewayBench.run(
                new GatewayBench.Settings(Duration.ofSeconds(5), SHORT, Set.of(GatewayBench.SOAK)), progress::add);

        assertThat(results).singleElement().satisfies(r -> {
            assertThat(r.perSecond()).isPositive();
            // Whether it is flat means nothing after seconds; that all came back does.
            assertThat(r.note())
                    .contains("FLAT: ")
                    .contains("all in order; at the end 0 sessions here, 0 clients there");
        });
        assertThat(progress)
                .hasSizeGreaterThan(2)
                .last()
                .asString()
                .contains("heap")
                .contains("wrong 0  stuck 0");
    }
}
