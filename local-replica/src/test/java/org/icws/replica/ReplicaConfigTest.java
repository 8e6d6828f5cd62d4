package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaConfigTest {
    @Test
    void valuesOutOfRangeAreRefused() {
        ReplicaConfig config = ReplicaConfig.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> config.withPort(65536));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withPort(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withRoundInterval(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withExecutionTimeLimit(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatencyProfile.updates(Duration.ofMillis(2), Duration.ofMillis(1), 0));
    }

    @Test
    void everyFieldIsKeptWhileOthersAreChanged() {
        ManualClock clock = ManualClock.startingNow();
        LatencyProfile slow = LatencyProfile.fixed(Duration.ofMillis(1), Duration.ofMillis(2));
        ReplicaConfig all = ReplicaConfig.defaults()
                .withHost("localhost")
                .withPort(7)
                .withClock(clock)
                .withModuleCacheDirectory(Path.of("cache"))
                .withRoundInterval(Duration.ofMillis(3))
                .withLatency(slow)
                .withKeySeed(9)
                .withOutcalls(OutcallConfig.HTTPS_ONLY)
                .withDataDirectory(Path.of("data"))
                .withExecutionTimeLimit(Duration.ofSeconds(4))
                .withSyncWrites(true)
                .withInstructionLimits(InstructionLimits.PUBLIC_NETWORK)
                .withLoadLimits(LoadLimits.DEFAULT.withCalls(3));
        assertThat(all)
                .isEqualTo(new ReplicaConfig(
                        "localhost",
                        7,
                        clock,
                        Path.of("cache"),
                        Duration.ofMillis(3),
                        slow,
                        9,
                        OutcallConfig.HTTPS_ONLY,
                        Path.of("data"),
                        Duration.ofSeconds(4),
                        true,
                        InstructionLimits.PUBLIC_NETWORK,
                        LoadLimits.DEFAULT.withCalls(3)));
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        try (LocalReplica one = LocalReplica.start(ReplicaConfig.defaults().withKeySeed(4));
                LocalReplica same = LocalReplica.start(ReplicaConfig.defaults().withKeySeed(4));
                LocalReplica other = LocalReplica.start(ReplicaConfig.defaults().withKeySeed(5))) {
            assertThat(one.rootKeyDer()).isEqualTo(same.rootKeyDer()).isNotEqualTo(other.rootKeyDer());
            assertThat(one.rootKeyDer()).hasSize(133);
        }
    }

    @Test
    void theListenerOfAStoppedReplicaIsForgottenByTheClock() {
        ManualClock clock = ManualClock.startingNow();
        LocalReplica.start(ReplicaConfig.defaults().withClock(clock)).close();
        assertThat(clock.listenerCount()).isZero();
    }
}
