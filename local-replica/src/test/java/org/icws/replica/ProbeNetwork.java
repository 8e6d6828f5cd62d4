package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.ProbeCanister;

/** A network with one probe canister, a clock that stands still, and a client. */
final class ProbeNetwork implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final byte[] NO_ARG = {};

    final ManualClock clock = ManualClock.startingNow();
    final LocalReplica replica;
    final TestAgent agent;
    final Principal canister;

    ProbeNetwork() {
        this(config -> config);
    }

    ProbeNetwork(UnaryOperator<ReplicaConfig> change) {
        replica = LocalReplica.start(change.apply(ReplicaConfig.defaults().withClock(clock)));
        agent = new TestAgent(replica, clock, 1);
        canister = replica.createCanister(List.of(agent.sender()));
        replica.install(canister, ProbeCanister.wasm(), NO_ARG);
    }

    TestAgent.Outcome update(String method) {
        return agent.update(canister, method, NO_ARG);
    }

    TestAgent.Outcome query(String method) {
        return agent.query(canister, method, NO_ARG);
    }

    Report report() {
        return Report.of(query("get"));
    }

    /** Whether something is queued or running. */
    boolean isBusy() {
        try {
            replica.awaitIdle(Duration.ZERO);
            return false;
        } catch (ReplicaException e) {
            return true;
        }
    }

    /** What the probe says about its state. */
    record Report(int pages, int counter, int global) {
        static Report of(TestAgent.Outcome outcome) {
            assertThat(outcome.replied()).as(outcome.message()).isTrue();
            ByteBuffer numbers = ByteBuffer.wrap(outcome.reply()).order(ByteOrder.LITTLE_ENDIAN);
            return new Report(numbers.getInt(), numbers.getInt(), numbers.getInt());
        }
    }

    @Override
    public void close() {
        replica.close();
    }
}
