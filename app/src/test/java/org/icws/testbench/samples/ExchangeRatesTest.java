package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.ReplicaException;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BesideTheWindow
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExchangeRatesTest {

    static byte[] simulated(int intervalMillis, String... pairs) {
        CandidValue feed = CandidValue.variant(
                "Simulated",
                CandidValue.record(
                        "seed",
                        CandidValue.nat64(7),
                        "interval_ms",
                        CandidValue.nat32(intervalMillis),
                        "pairs",
                        texts(pairs)));
        return CandidEncoder.encode(CandidValue.some(feed));
    }

    private static byte[] outcall(String url, String pair, String path) {
        CandidValue fetched = CandidValue.record("pair", CandidValue.text(pair), "path", CandidValue.text(path));
        CandidValue feed = CandidValue.variant(
                "Outcall",
                CandidValue.record(
                        "url",
                        CandidValue.text(url),
                        "interval_ms",
                        CandidValue.nat32(1_000),
                        "pairs",
                        CandidValue.vec(List.of(fetched))));
        return CandidEncoder.encode(CandidValue.some(feed));
    }

    private static CandidValue texts(String... texts) {
        return CandidValue.vec(List.of(texts).stream().map(CandidValue::text).toList());
    }

    private static void subscribe(Talker talker, String... pairs) throws Exception {
        talker.say("Subscribe", "pairs", texts(pairs));
    }

    private static Set<String> pairs(CandidValue.Record message) {
        Set<String> pairs = new HashSet<>();
        message.get("rates")
                .asList()
                .forEach(rate -> pairs.add(rate.asRecord().get("pair").asText()));
        return pairs;
    }

    @Test
    void threeClientsGetASnapshotAndThenTheirOwnPairs() throws Exception {
        try (SampleNetwork network =
                        new SampleNetwork(SampleCanister.EXCHANGE_RATES, simulated(50, "A/X", "B/X", "C/X"));
                Talker one = network.connect("one");
                Talker all = network.connect("all");
                Talker none = network.connect("none")) {
            Await.until(
                    "there are rates", () -> !network.query("rates").asList().isEmpty());
            CandidValue.Record welcome = one.inbox().must("Welcome");
            assertThat(welcome.get("pairs").asList()).hasSize(3);
            assertThat(welcome.get("source").asVariant().is("Simulated")).isTrue();
            all.inbox().must("Welcome");
            none.inbox().must("Welcome");
            subscribe(one, "B/X");
            subscribe(all);
            assertThat(pairs(one.inbox().must("Snapshot"))).containsExactly("B/X");
            assertThat(pairs(all.inbox().must("Snapshot"))).containsExactlyInAnyOrder("A/X", "B/X", "C/X");
            long last = 0;
            for (int i = 0; i < 20; i++) {
                CandidValue.Record ticks = one.inbox().must("Ticks");
                assertThat(pairs(ticks)).containsExactly("B/X");
                for (CandidValue tick : ticks.get("rates").asList()) {
                    long time = tick.asRecord().get("time").asLong();
                    assertThat(time).isGreaterThan(last);
                    last = time;
                    assertThat(tick.asRecord().get("source").asVariant().is("Simulated"))
                            .isTrue();
                }
                assertThat(pairs(all.inbox().must("Ticks"))).hasSize(3);
            }
            assertThat(none.inbox().isEmpty()).isTrue();
            one.say("Unsubscribe", "pairs", texts());
            subscribe(one, "nonsense");
            assertThat(one.refusal()).contains("there is no pair nonsense");
            assertThat(one.inbox().isEmpty()).isTrue();
        }
    }

    @Test
    void anUpgradeKeepsTheFeedAndItsRatesAndTellsTheClients() throws Exception {
        try (SampleNetwork network = new SampleNetwork(SampleCanister.EXCHANGE_RATES, simulated(50, "A/X"))) {
            long sent;
            try (Talker anna = network.connect("anna")) {
                subscribe(anna);
                anna.inbox().next("Ticks");
                network.upgrade();
                assertThat(anna.inbox().closed()).contains("ClosedByApplication");
                sent = network.stat("sent");
            }
            assertThat(network.query("rates").asList()).hasSize(1);
            try (Talker anna = network.connect("anna again")) {
                subscribe(anna, "A/X");
                assertThat(pairs(anna.inbox().next("Snapshot"))).containsExactly("A/X");
                assertThat(pairs(anna.inbox().next("Ticks"))).containsExactly("A/X");
                assertThat(network.stat("sent")).isGreaterThan(sent);
            }
        }
    }

    @Test
    void aClientThatDisappearsIsNoLongerSentAnything() throws Exception {
        try (SampleNetwork network = new SampleNetwork(SampleCanister.EXCHANGE_RATES, simulated(50, "A/X"))) {
            Talker anna = network.connect("anna");
            subscribe(anna);
            anna.inbox().next("Ticks");
            anna.close();
            Await.until("the canister knows", () -> network.stat("clients") == 0);
            long sent = network.stat("sent");
            CandidValue before = network.query("rates");
            Await.until("the feed goes on", () -> !network.query("rates").equals(before));
            assertThat(network.stat("sent")).isEqualTo(sent);
        }
    }

    @Test
    void ratesFetchedFromAServerArriveAndItsFailuresAreTold() throws Exception {
        AtomicReference<String> body = new AtomicReference<>("{\"data\":[{\"price\":\"42.5\"}]}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.get().getBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/rates";
        try (SampleNetwork network =
                        new SampleNetwork(SampleCanister.EXCHANGE_RATES, outcall(url, "A/X", "data[0].price"));
                Talker anna = network.connect("anna")) {
            network.replica().control().topUp(network.canister(), java.math.BigInteger.TEN.pow(13));
            subscribe(anna);
            CandidValue.Record tick =
                    anna.inbox().next("Ticks").get("rates").asList().get(0).asRecord();
            assertThat(((CandidValue.Float64) tick.get("price")).value()).isEqualTo(42.5);
            assertThat(tick.get("source").asVariant().is("Outcall")).isTrue();
            body.set("no json");
            Await.until("the failure is told", () -> network.query("feed_error")
                    .asOptional()
                    .map(CandidValue::asText)
                    .filter("the answer is no JSON"::equals)
                    .isPresent());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFeedThatMakesNoSenseIsRefusedAtInstallWithWords() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new SampleNetwork(SampleCanister.EXCHANGE_RATES, simulated(10)).close())
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("interval_ms is 10; at least 50 is needed");
    }
}
