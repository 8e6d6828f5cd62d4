package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who watches is told which canister has done something. */
class ExecutionListenersTest {
    private final ScriptNetwork network = new ScriptNetwork();
    private final Queue<Principal> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() {
        network.awaitIdle();
        network.replica.onExecuted(told::add);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private List<Principal> told() {
        network.awaitIdle();
        return List.copyOf(told);
    }

    @Test
    void anUpdateIsToldAndAQueryIsNot() {
        network.query(new Script().reply());
        assertThat(told()).isEmpty();

        network.update(new Script().reply());
        assertThat(told()).containsExactly(network.canister);
    }

    @Test
    void aTimerIsTold() {
        network.update(new Script()
                .script(ScriptCanister.TIMER, new Script().increment(0x20000, 1))
                .call("global_timer_set", network.clock.nanos() + 1_000_000_000L)
                .drop()
                .reply());
        told();
        told.clear();

        network.clock.advance(Duration.ofSeconds(1));

        assertThat(told()).containsExactly(network.canister);
    }

    @Test
    void aCanisterThatIsCalledByAnotherIsTold() {
        Principal other = network.install(ScriptCanister.wasm());
        told();
        told.clear();

        network.update(ScriptNetwork.callAndForward(
                other, "run", new Script().reply("ok").bytes()));

        assertThat(told()).containsExactly(network.canister, other, network.canister);
    }

    @Test
    void theRoundsGoOnWhenAListenerFails() {
        network.replica.onExecuted(canister -> {
            throw new IllegalStateException("on purpose");
        });
        network.replica.onExecuted(told::add);

        network.update(new Script().reply());
        network.update(new Script().reply());

        assertThat(told()).hasSize(4).containsOnly(network.canister);
    }

    @Test
    void whoListensIsToldAfterARestartToo() {
        network.replica.control().restart();
        told.clear();

        Principal fresh = network.install(ScriptCanister.wasm());

        assertThat(told()).isNotEmpty().containsOnly(fresh);
    }
}
