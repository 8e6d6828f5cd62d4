package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.HopLatency;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.protocol.v1.ClientKey;
import org.junit.jupiter.api.Test;

/** H23: what a monitoring system reads is what happened. */
class MetricsConformanceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void h23MetricsAreConsistentWithTraffic() throws Exception {
        try (Testbed bed = new Testbed()) {
            V1Client one = bed.openClient();
            V1Client two = bed.openClient();
            for (int i = 0; i < 7; i++) {
                one.say(new byte[] {(byte) i});
            }
            for (int i = 0; i < 5; i++) {
                bed.canister.send(two.key(), new byte[] {(byte) i});
            }
            assertThat(two.messages(5)).hasSize(5);
            Await.until("all proved", () -> bed.gateway.snapshot().counters().verified() == 16);
            Await.until("all answered", () -> bed.gateway.snapshot().counters().callsOk() == 9);
            bed.canister.send(new ClientKey(one.key().principal(), 1), new byte[] {1});
            Await.until("the stray", () -> bed.gateway.snapshot().counters().unrouted() == 1);
            one.send(new byte[] {1, 2, 3});
            bed.events.await(SessionClosed.class, e -> true);

            Map<String, Double> metrics = scrape(bed);

            assertThat(metrics)
                    .containsEntry("client_connected_count", 2.0)
                    .containsEntry("clients_connected{canister_id=\"" + bed.canister.id() + "\"}", 1.0)
                    .containsEntry("active_pollers", 1.0)
                    .containsEntry("connection_opening_time_count", 2.0)
                    .containsEntry("connection_duration_count", 1.0)
                    .containsEntry("tls_resolution_time_count", 0.0)
                    .containsEntry("icws_sessions_opened_total", 2.0)
                    .containsEntry("icws_sessions_closed_total", 1.0)
                    .containsEntry("icws_client_frames_received_total", 2.0 + 7 + 1)
                    .containsEntry("icws_client_frames_sent_total", 2.0 + 2 + 5)
                    .containsEntry("icws_client_frames_refused_total", 1.0)
                    .containsEntry("icws_relays_total", 9.0)
                    .containsEntry("icws_relay_errors_total", 0.0)
                    .containsEntry("icws_relay_latency_seconds_count", 9.0)
                    .containsEntry("icws_relay_latency_seconds_bucket{le=\"+Inf\"}", 9.0)
                    .containsEntry("icws_ws_close_total", 1.0)
                    .containsEntry("icws_ws_close_errors_total", 0.0)
                    .containsEntry("icws_end_to_end_latency_seconds_count", 7.0)
                    .containsEntry("icws_canister_to_poll_seconds_count", 7.0)
                    .containsEntry("icws_poll_to_socket_seconds_count", 7.0)
                    .containsEntry("icws_messages_dropped_total{reason=\"no_such_client\"}", 1.0)
                    .containsEntry("icws_canister_messages_total{canister_id=\"" + bed.canister.id() + "\"}", 8.0)
                    .containsEntry("icws_outbox_messages", 0.0)
                    .containsEntry("icws_calls_waiting", 0.0);
            Counters counters = bed.gateway.snapshot().counters();
            assertThat(metrics.get("icws_client_bytes_sent_total")).isEqualTo(counters.bytesOut());
            assertThat(metrics.get("icws_client_bytes_received_total")).isEqualTo(counters.bytesIn());
            assertThat(metrics.get("icws_certificate_age_seconds_count")).isPositive();
        }
    }

    @Test
    void h23FailedPollsAndTimeOutsAreCountedApart() throws Exception {
        try (Testbed bed = Testbed.withLimits(l -> l.pollTimeout(Duration.ofMillis(400)))) {
            bed.openClient();
            bed.replica.onQuery = q -> MockReplica.Answer.text(500, "no");
            Await.until("failures", () -> bed.gateway.snapshot().counters().pollFailures() >= 3);
            Map<String, Double> failing = scrape(bed);
            assertThat(failing.get("icws_poll_errors_total")).isGreaterThan(failing.get("icws_poll_timeouts_total"));

            bed.replica.queryDelay = () -> 60_000;
            long before = bed.gateway.snapshot().counters().pollFailures();
            Await.until("time-outs", () -> bed.gateway.snapshot().counters().pollFailures() >= before + 2);

            assertThat(scrape(bed).get("icws_poll_timeouts_total")).isPositive();
        }
    }

    @Test
    void h23ManyClientsLeaveNoSeriesBehind() throws Exception {
        try (Testbed bed = new Testbed()) {
            int before = scrape(bed).size();
            for (int i = 0; i < 20; i++) {
                bed.openClient().leave();
            }
            Await.until("all gone", () -> bed.gateway.snapshot().sessions().isEmpty());

            assertThat(scrape(bed)).hasSize(before);
        }
    }

    @Test
    void metricsAreForProgramsOfThisMachineOnly() throws Exception {
        try (Testbed bed = new Testbed()) {
            HttpResponse<String> forwarded = HTTP.send(
                    HttpRequest.newBuilder(url(bed))
                            .header("X-Forwarded-For", "192.0.2.1")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(forwarded.statusCode()).isEqualTo(403);
            try (RawSocket socket = RawSocket.silent(bed.gateway.port())) {
                assertThat(socket.request("GET /metrics HTTP/1.1\r\nHost: rebound.example\r\n\r\n"))
                        .startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void theSnapshotShowsEveryHop() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();
            client.say(new byte[] {1});
            Await.until("answered", () -> bed.gateway.snapshot().counters().callsOk() == 2);

            GatewaySnapshot snapshot = bed.gateway.snapshot();

            assertThat(snapshot.hops()).extracting(HopLatency::hop).containsExactly(Hop.values());
            HopLatency certified = snapshot.hops().get(Hop.SUBMITTED_TO_CERTIFIED.ordinal());
            assertThat(certified.count()).isEqualTo(2);
            assertThat(certified.maxNanos()).isGreaterThanOrEqualTo(certified.p50Nanos());
            assertThat(snapshot.clockSkew().observations()).isPositive();
            assertThat(snapshot.clockSkew().estimateNanos()).isZero();
            assertThat(snapshot.clockSkew().lowestNanos()).isLessThanOrEqualTo(0);
            assertThat(snapshot.clockSkew().highestNanos()).isGreaterThanOrEqualTo(0);
        }
    }

    private static URI url(Testbed bed) {
        return URI.create("http://127.0.0.1:" + bed.gateway.port() + "/metrics");
    }

    private static Map<String, Double> scrape(Testbed bed) throws Exception {
        HttpResponse<String> page =
                HTTP.send(HttpRequest.newBuilder(url(bed)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("text/plain").contains("version=0.0.4"));
        Map<String, Double> values = new TreeMap<>();
        for (String line : page.body().split("\n")) {
            if (!line.startsWith("#")) {
                assertThat(line).matches("[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,quantile=\"[0-9.]+\")?})? -?[0-9.]+");
                int space = line.lastIndexOf(' ');
                values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return values;
    }
}
