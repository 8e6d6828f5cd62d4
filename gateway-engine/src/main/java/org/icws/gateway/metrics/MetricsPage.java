package org.icws.gateway.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.icws.gateway.ClockSkew;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.SessionState;

/**
 * The gateway's state for Prometheus. The names without a prefix, and their meaning, are those of the v1 gateway in Rust, so
 * that its dashboards work; only their labels per client are gone, because every client would leave a series behind. What
 * that gateway does not tell has the prefix icws_. Thread-safe.
 */
public final class MetricsPage {
    /** What to answer as the page's type. */
    public static final String CONTENT_TYPE = PrometheusText.CONTENT_TYPE;

    /** Canisters with series of their own; the others are summed up, so that nobody can make the page grow. */
    static final int MAX_CANISTERS = 100;

    private static final String OTHERS = "other";

    private final Supplier<GatewaySnapshot> snapshots;
    private final CounterSet counters;
    private final HopTimes hops;

    /**
     * @param snapshots the state
     * @param counters totals, also those that are not in a snapshot
     * @param hops durations
     */
    public MetricsPage(Supplier<GatewaySnapshot> snapshots, CounterSet counters, HopTimes hops) {
        this.snapshots = snapshots;
        this.counters = counters;
        this.hops = hops;
    }

    /** @return the page; takes time in proportion to the number of sessions */
    public String text() {
        GatewaySnapshot now = snapshots.get();
        PrometheusText out = new PrometheusText();
        likeTheRustGateway(out, now);
        traffic(out, now.counters());
        polling(out, now);
        queues(out, now.sessions());
        relay(out, now.counters());
        latencies(out);
        skew(out, now.clockSkew());
        return out.toString();
    }

    private void likeTheRustGateway(PrometheusText out, GatewaySnapshot now) {
        out.counter(
                "client_connected_count",
                "Clients whose canister has sent its first message.",
                counters.get(CounterSet.Name.SESSIONS_ESTABLISHED));
        clientsByCanister(out, now.sessions());
        out.gauge("active_pollers", "Canisters being polled.", now.pollers().size());
        out.summary("connection_duration", "Seconds from a connection to its end.", hops.of(Hop.SESSION));
        out.summary("tls_resolution_time", "Seconds from a connection to agreed TLS.", hops.of(Hop.TLS_HANDSHAKE));
        out.summary(
                "connection_opening_time",
                "Seconds from a connection to the canister's first message.",
                hops.of(Hop.OPENING));
        out.head("poller_duration", "summary", "Seconds a successful poll takes.");
        now.pollers().stream().limit(MAX_CANISTERS).forEach(poller -> {
            String label = label(poller.canister().toString());
            out.quantiles(
                    "poller_duration",
                    label,
                    poller.p50Nanos(),
                    poller.p95Nanos(),
                    poller.p99Nanos(),
                    poller.maxNanos());
            out.sample("poller_duration_count", label, poller.sampleCount());
        });
    }

    private static void clientsByCanister(PrometheusText out, List<SessionSnapshot> sessions) {
        Map<String, Long> clients = sessions.stream()
                .filter(s -> s.canister() != null && s.state().compareTo(SessionState.CLOSING) < 0)
                .collect(Collectors.groupingBy(s -> s.canister().toString(), Collectors.counting()));
        out.head("clients_connected", "gauge", "Clients connected, by canister.");
        bounded(clients).forEach((canister, count) -> out.sample("clients_connected", label(canister), count));
    }

    /** Keeps the canisters with the largest values and sums up the rest. */
    private static Map<String, Long> bounded(Map<String, Long> values) {
        if (values.size() <= MAX_CANISTERS) {
            return values;
        }
        Set<String> largest = values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_CANISTERS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Map<String, Long> kept = new HashMap<>();
        values.forEach((name, value) -> kept.merge(largest.contains(name) ? name : OTHERS, value, Long::sum));
        return kept;
    }

    private static String label(String canister) {
        return "canister_id=\"" + canister + '"';
    }

    private void traffic(PrometheusText out, Counters c) {
        out.counter("icws_sessions_opened_total", "Connections accepted.", c.sessionsOpened())
                .counter("icws_sessions_closed_total", "Connections ended.", c.sessionsClosed())
                .counter("icws_client_frames_received_total", "Messages from clients.", c.framesIn())
                .counter("icws_client_frames_sent_total", "Messages to clients, greetings included.", c.framesOut())
                .counter("icws_client_bytes_received_total", "Payload bytes from clients.", c.bytesIn())
                .counter("icws_client_bytes_sent_total", "Payload bytes to clients.", c.bytesOut())
                .counter("icws_client_frames_refused_total", "Client frames refused.", c.framesRefused());
        out.head("icws_messages_dropped_total", "counter", "Canister messages not sent, by reason.")
                .sample("icws_messages_dropped_total", "reason=\"no_such_client\"", c.unrouted())
                .sample("icws_messages_dropped_total", "reason=\"sent_before\"", c.duplicates())
                .sample(
                        "icws_messages_dropped_total",
                        "reason=\"client_leaving\"",
                        counters.get(CounterSet.Name.UNDELIVERED));
        out.head("icws_messages_checked_total", "counter", "Messages of both directions by what their proof says.")
                .sample("icws_messages_checked_total", "verdict=\"verified\"", c.verified())
                .sample("icws_messages_checked_total", "verdict=\"failed\"", c.failed())
                .sample("icws_messages_checked_total", "verdict=\"not_checked\"", c.unverified());
        out.counter("icws_events_lost_total", "Events lost by slow listeners.", c.eventsLost());
    }

    private void polling(PrometheusText out, GatewaySnapshot now) {
        Counters c = now.counters();
        out.counter("icws_polls_total", "Polls answered.", c.polls())
                .counter("icws_poll_errors_total", "Polls failed, time-outs included.", c.pollFailures())
                .counter(
                        "icws_poll_timeouts_total",
                        "Polls not answered in time.",
                        counters.get(CounterSet.Name.POLL_TIMEOUTS));
        out.head("icws_canister_messages_total", "counter", "Messages fetched since the canister's polling began.");
        now.pollers().stream()
                .limit(MAX_CANISTERS)
                .forEach(p -> out.sample("icws_canister_messages_total", label(name(p)), p.messages()));
    }

    private static String name(PollerSnapshot poller) {
        return poller.canister().toString();
    }

    private static void queues(PrometheusText out, List<SessionSnapshot> sessions) {
        out.gauge(
                        "icws_outbox_messages",
                        "Messages waiting for clients' sockets.",
                        sum(sessions, s -> s.outboxMessages()))
                .gauge("icws_outbox_bytes", "Bytes waiting for clients' sockets.", sum(sessions, s -> s.outboxBytes()))
                .gauge(
                        "icws_calls_waiting",
                        "Client messages waiting for the network.",
                        sum(sessions, s -> s.waitingCalls()))
                .gauge(
                        "icws_calls_in_flight",
                        "Client messages the network has not answered.",
                        sum(sessions, s -> s.inFlightCalls()));
    }

    private static double sum(List<SessionSnapshot> sessions, ToDoubleFunction<SessionSnapshot> value) {
        return sessions.stream().mapToDouble(value).sum();
    }

    private static void relay(PrometheusText out, Counters c) {
        out.counter("icws_relays_total", "Client messages the canister accepted.", c.callsOk())
                .counter("icws_relay_errors_total", "Client messages refused, rejected or failed.", c.callsErr())
                .counter("icws_ws_close_total", "ws_close calls the canister accepted.", c.closesOk())
                .counter("icws_ws_close_errors_total", "ws_close calls refused or failed.", c.closesFailed());
    }

    private void latencies(PrometheusText out) {
        out.histogram(
                        "icws_relay_wait_seconds",
                        "From a client's frame to its call's submission.",
                        hops.of(Hop.FRAME_TO_SUBMITTED))
                .histogram(
                        "icws_relay_latency_seconds",
                        "From a call's submission to its certified result.",
                        hops.of(Hop.SUBMITTED_TO_CERTIFIED))
                .histogram("icws_poll_duration_seconds", "Successful polls of all canisters.", hops.of(Hop.POLL))
                .histogram(
                        "icws_canister_to_poll_seconds",
                        "From a message's canister time to the poll that brought it.",
                        hops.of(Hop.CANISTER_TO_POLLED))
                .histogram(
                        "icws_poll_to_socket_seconds",
                        "From that poll's answer to the client's socket.",
                        hops.of(Hop.POLLED_TO_SENT))
                .histogram(
                        "icws_end_to_end_latency_seconds",
                        "From a message's canister time to the client's socket.",
                        hops.of(Hop.CANISTER_TO_SENT))
                .histogram(
                        "icws_certificate_age_seconds",
                        "Age of the certificates that messages come with.",
                        hops.of(Hop.CERTIFICATE_AGE));
    }

    private static void skew(PrometheusText out, ClockSkew skew) {
        out.gauge(
                "icws_clock_skew_seconds",
                "How far the network's clock is ahead; taken out of the latencies above.",
                skew.estimateNanos() / 1e9);
    }
}
