package org.icws.gateway.replica;

import java.time.Duration;
import java.util.List;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.LiveSettings;
import org.icws.protocol.request.RequestSigner;

/** What all calls share: endpoints, time, the gateway's signature for reading results. Thread-safe. */
final class CallClient {
    /** The version of the call endpoint that never waits for the result. */
    static final String ASYNCHRONOUS = "v2";

    static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    final ReplicaHttp http;
    final VersionedEndpoint calls;
    /** Acknowledges a call without waiting for its result. */
    final VersionedEndpoint acknowledging;

    final VersionedEndpoint reads;
    final RequestStatus statuses;
    final RequestSigner signer;
    final GatewayClock clock;
    final GatewayScheduler scheduler;
    final LiveSettings live;

    /** Learnt from the first refusal: this network shows a request's status to its sender only. */
    volatile boolean statusIsPrivate;

    CallClient(
            ReplicaHttp http,
            RequestStatus statuses,
            RequestSigner signer,
            GatewayClock clock,
            GatewayScheduler scheduler,
            LiveSettings live) {
        this.http = http;
        this.calls = new VersionedEndpoint(http, "call", List.of("v4", "v3", ASYNCHRONOUS));
        this.acknowledging = new VersionedEndpoint(http, "call", List.of(ASYNCHRONOUS));
        this.reads = new VersionedEndpoint(http, "read_state", List.of("v3", "v2"));
        this.statuses = statuses;
        this.signer = signer;
        this.clock = clock;
        this.scheduler = scheduler;
        this.live = live;
    }

    long expiry() {
        return clock.nowNanos() + ReplicaClient.EXPIRY.toNanos();
    }
}
