package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
    private final ScriptNetwork network = new ScriptNetwork();
    private final ReplicaControl control = network.replica.control();

    @AfterEach
    void stop() {
        network.close();
    }

    private HttpRequest.Builder request(String what) {
        return HttpRequest.newBuilder(network.replica.url().resolve("/_/testbench/" + what))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> post(String what, String json) {
        return network.agent.send(request(what)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body());
    }

    @Test
    void theNetworkIsSteeredOverHttp(@TempDir Path directory) {
        assertThat(text(post("pause", "{}"))).contains("\"paused\":true");
        assertThat(text(post("step", ""))).contains("\"paused\":true");
        assertThat(text(post("resume", "{}"))).contains("\"paused\":false");
        assertThat(text(post("round-interval", "{\"ms\": 20}"))).contains("\"round_interval_ms\":20");
        assertThat(text(post("faults", "{\"stop_certifying\": true}"))).contains("\"stop_certifying\":true");
        assertThat(text(post("faults", "{\"stop_certifying\": false}"))).contains("\"stop_certifying\":false");
        assertThat(post("latency", "{\"profile\": \"mainnet-like\"}").statusCode())
                .isEqualTo(200);
        assertThat(post("latency", "{\"update\": {\"min_ms\": 1, \"max_ms\": 2}, \"query\": {\"fixed_ms\": 0}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("latency", "{\"profile\": \"none\"}").statusCode()).isEqualTo(200);
        assertThat(post("checkpoint", "{\"save\": \"" + directory.resolve("x") + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("checkpoint", "{\"load\": \"" + directory.resolve("x") + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(text(network.agent.get("/_/testbench/status"))).contains("\"canisters\":1");
        assertThat(text(network.agent.get("/_/testbench/canisters"))).contains(network.canister.toString());
        assertThat(text(network.agent.get("/_/testbench/log/" + network.canister)))
                .isEqualTo("[]");
    }

    @Test
    void timeIsSetForwardAndNeverBack() {
        java.time.Instant now = control.status().time();
        assertThat(text(post("time", "{\"set\": \"" + now.plusSeconds(90) + "\"}")))
                .contains(now.plusSeconds(90).toString());
        assertThat(control.status().time()).isEqualTo(now.plusSeconds(90));

        HttpResponse<byte[]> back = post("time", "{\"set\": \"" + now + "\"}");
        assertThat(back.statusCode()).isEqualTo(400);
        assertThat(text(back)).contains("never goes back").contains(now.toString());
        assertThat(text(post("time", "{\"advance_ms\": -5}"))).contains("never goes back");
        assertThat(text(post("time", "{\"set\": \"2300-01-01T00:00:00Z\"}"))).contains("2200");
        assertThat(text(post("time", "{\"advance_ms\": 1e300}"))).contains("2200");
        assertThat(text(post("time", "{\"set\": \"tomorrow\"}"))).contains("2030-01-31T12:00:00Z");
        assertThat(control.status().time()).isEqualTo(now.plusSeconds(90));
    }

    @Test
    void aRestartIsACrashThatLosesWhatIsNotKept() {
        java.net.URI url = network.replica.url();
        network.update(new Script().reply());
        control.restart();
        assertThat(network.replica.url()).isEqualTo(url);
        assertThat(network.replica.canisters()).isEmpty();
        assertThat(network.query(new Script().reply()).errorCode()).isEqualTo("IC0301");
    }

    @Test
    void aNetworkThatIsKeptGoesOnAfterARestartOverHttp(@TempDir Path directory) {
        try (ScriptNetwork kept = new ScriptNetwork(config -> config.withDataDirectory(directory))) {
            kept.update(new Script().store(0x20000, 7).reply());
            kept.replica.control().faults(new FaultSwitches(true, false, false, false, Duration.ZERO));
            try {
                kept.agent.send(HttpRequest.newBuilder(kept.replica.url().resolve("/_/testbench/restart"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
            } catch (RuntimeException | AssertionError broken) {
                // The answer may or may not make it before the connection breaks.
            }
            Await.until(() -> !kept.replica.control().status().faults().refuseIngress());
            Await.until(() -> {
                try {
                    return ScriptNetwork.number(
                                    kept.query(new Script().load(0x20000).replyNumber()))
                            == 7;
                } catch (RuntimeException | AssertionError notYet) {
                    return false;
                }
            });
            assertThat(kept.update(new Script().reply("again")).replied()).isTrue();
        }
    }

    @Test
    void nonsenseIsAnsweredWithASentence() {
        assertThat(post("nothing", "{}").statusCode()).isEqualTo(404);
        assertThat(post("time", "{}").statusCode()).isEqualTo(400);
        assertThat(post("time", "{\"advance_ms\": -5}").statusCode()).isEqualTo(400);
        assertThat(post("faults", "not json").statusCode()).isEqualTo(400);
        assertThat(post("checkpoint", "{\"load\": \"/does/not/exist\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void webPagesOfOtherOriginsControlNothing() {
        HttpRequest foreign = request("pause")
                .header("Content-Type", "application/json")
                .header("Origin", "https://example.org")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpRequest form = request("pause")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        assertThat(network.agent.send(foreign).statusCode()).isEqualTo(403);
        assertThat(network.agent.send(form).statusCode()).isEqualTo(403);
        assertThat(control.status().paused()).isFalse();
        assertThat(network.agent.send(foreign).headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void ingressIsRefusedWhileQueriesStillWork() {
        control.faults(FaultSwitches.NONE.withRefuseIngress(true));
        assertThat(network.agent
                        .post(
                                TestAgent.path(3, network.canister, "call"),
                                network.agent
                                        .sign(
                                                network.canister,
                                                "run",
                                                new Script().reply().bytes())
                                        .envelope())
                        .statusCode())
                .isEqualTo(503);
        assertThat(network.query(new Script().reply("still")).replied()).isTrue();
        control.faults(FaultSwitches.NONE.withUnavailable(true));
        assertThat(network.agent
                        .readStateRaw(network.canister, List.of(List.of("time".getBytes())))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void droppedRepliesNeverComeAlthoughTheCallIsExecuted() {
        control.faults(FaultSwitches.NONE.withDropReplies(true));
        CompletableFuture<TestAgent.Outcome> call = network.agent.updateLater(
                network.canister, "run", new Script().store(0x20000, 5).reply().bytes());
        Await.until(() -> control.canisters().get(0).version() > 1);
        control.faults(FaultSwitches.NONE);
        assertThat(ScriptNetwork.number(network.query(new Script().load(0x20000).replyNumber())))
                .isEqualTo(5);
        assertThat(call).isNotDone();
    }

    @Test
    void withoutCertificationCallsDoNotEndUntilItIsBack() {
        control.faults(FaultSwitches.NONE.withStopCertifying(true));
        SignedRequest request = network.agent.sign(
                network.canister, "run", new Script().reply("certified").bytes());
        network.agent.post(TestAgent.path(2, network.canister, "call"), request.envelope());
        Await.until(() -> control.canisters().get(0).version() > 1);
        network.awaitIdle();
        assertThat(status(request)).isNotEqualTo("replied");

        control.faults(FaultSwitches.NONE);

        network.awaitIdle();
        assertThat(status(request)).isEqualTo("replied");
        assertThat(ScriptNetwork.text(network.agent.outcome(network.canister, request)))
                .isEqualTo("certified");
    }

    private String status(SignedRequest request) {
        Certificate certificate = network.agent.readState(
                network.canister, List.of(List.of("request_status".getBytes(), request.requestId())));
        byte[] status = certificate
                .tree()
                .lookup("request_status".getBytes(), request.requestId(), "status".getBytes())
                .value();
        return status == null ? "unknown" : new String(status);
    }

    @Test
    void whatMakesNoSenseIsRefusedAndChangesNothing() {
        java.math.BigInteger before = network.replica.canisters().get(0).cycles();
        assertThatThrownBy(() -> control.topUp(network.canister, java.math.BigInteger.valueOf(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThat(network.replica.canisters().get(0).cycles()).isEqualTo(before);
        assertThatThrownBy(() -> FaultSwitches.NONE.withCertificateAge(Duration.ofDays(200_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("365 days");
        assertThatThrownBy(() -> FaultSwitches.NONE.withCertificateAge(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certificatesCanBeOld() {
        control.faults(FaultSwitches.NONE.withCertificateAge(Duration.ofMinutes(3)));
        Certificate certificate = network.agent.readState(network.canister, List.of(List.of("time".getBytes())));
        long time =
                Leb128.readUnsigned(certificate.tree().lookup("time".getBytes()).value());
        assertThat(network.clock.nanos() - time)
                .isBetween(
                        Duration.ofSeconds(179).toNanos(),
                        Duration.ofSeconds(181).toNanos());
    }

    @Test
    void logNormalDelaysHaveTheirMedianAndNeverPassTheirMaximum() {
        Delay delay = new Delay.LogNormal(Duration.ofMillis(100), 0.5, Duration.ofMillis(400));
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long[] drawn = LongStream.generate(() -> delay.draw(random))
                .limit(20_000)
                .sorted()
                .toArray();
        assertThat(drawn[10_000] / 1e6).isBetween(95.0, 105.0);
        assertThat(drawn[drawn.length - 1]).isLessThanOrEqualTo(400_000_000L);
        assertThat(drawn[0]).isPositive();
    }

    @Test
    void aNetworkWhoseRoundsWereADayApartGoesOnAtOnceWhenTheyAreNot() {
        network.replica.control().roundInterval(Duration.ofDays(1));
        assertThat(network.update(new Script().reply()).replied()).isTrue();
        network.awaitIdle();
        network.replica.control().roundInterval(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThat(network.update(new Script().reply()).replied()).isTrue();
        }
    }
}
