package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A gateway between a stub network and load clients, each in a process of its own. */
final class Trial implements AutoCloseable {
    static final List<String> OURS = List.of("-Xmx1g", "-XX:+UseSerialGC");

    private final Part stub;
    private final Part gateway;
    private final Part load;

    Trial(List<String> jvm, Duration poll, int clients) {
        this(jvm, poll, clients, List.of());
    }

    /**
     * @param jvm options of the gateway's JVM
     * @param poll from one poll to the next; zero for adaptive polling
     * @param clients connections to open
     * @param options what {@link GatewayPart} understands
     */
    Trial(List<String> jvm, Duration poll, int clients, List<String> options) {
        stub = Part.start("stub network", StubReplica.class, OURS);
        Part startedGateway = null;
        try {
            startedGateway = Part.start(
                    "gateway",
                    GatewayPart.class,
                    jvm,
                    arguments(stub.ready().get("port").asText(), poll, options));
            load = Part.start(
                    "load clients",
                    LoadClients.class,
                    OURS,
                    startedGateway.ready().get("port").asText(),
                    stub.ready().get("canister").asText());
        } catch (BenchException e) {
            if (startedGateway != null) {
                startedGateway.close();
            }
            stub.close();
            throw e;
        }
        gateway = startedGateway;
        load.tell("open " + clients);
    }

    private static String[] arguments(String port, Duration poll, List<String> options) {
        List<String> all = new ArrayList<>(List.of(port, String.valueOf(poll.toMillis())));
        all.addAll(options);
        return all.toArray(String[]::new);
    }

    Part stub() {
        return stub;
    }

    Part gateway() {
        return gateway;
    }

    Part load() {
        return load;
    }

    /** Counts what the clients receive in that time. */
    Figures downstream(String what, Duration time) {
        return measure(what, time, false);
    }

    /** Counts what the canister receives in that time. */
    Figures upstream(String what, Duration time) {
        return measure(what, time, true);
    }

    private Figures measure(String what, Duration time, boolean up) {
        load.tell("stats");
        long arrivals = arrivals();
        long started = System.nanoTime();
        Duration gatewayCpu = gateway.cpu();
        Duration stubCpu = stub.cpu();
        Duration loadCpu = load.cpu();
        pass(time);
        JsonNode clients = load.tell("stats");
        long messages = up ? arrivals() - arrivals : clients.get("messages").asLong();
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Figures(
                what,
                seconds,
                messages,
                gateway.cpu().minus(gatewayCpu),
                stub.cpu().minus(stubCpu),
                load.cpu().minus(loadCpu),
                clients,
                gateway.residentKib());
    }

    private long arrivals() {
        return stub.tell("stats").get("arrivals").asLong();
    }

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new BenchException("interrupted");
            }
        }
    }

    @Override
    public void close() {
        load.close();
        gateway.close();
        stub.close();
    }
}
