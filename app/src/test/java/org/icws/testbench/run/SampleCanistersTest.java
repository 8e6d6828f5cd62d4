package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;
import org.icws.testbench.TestbenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCanistersTest {

    private static final SampleCanister SAMPLE = SampleCanister.POC_PING_PONG;
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    @TempDir
    Path dir;

    private LocalReplica start() {
        return LocalReplica.start(ReplicaConfig.defaults().withDataDirectory(dir));
    }

    private SampleCanisters samples(LocalReplica replica) {
        return new SampleCanisters(replica, Optional.of(dir));
    }

    @Test
    void aSampleIsFoundAgainByItsIdInsteadOfBeingInstalledTwice() {
        Principal id;
        try (LocalReplica replica = start()) {
            SampleCanisters.Placed first = samples(replica).place(SAMPLE, NO_ARGUMENT);
            assertThat(first.found()).isFalse();
            id = first.id();
            replica.kill();
        }
        try (LocalReplica replica = start()) {
            assertThat(samples(replica).present()).containsExactly(java.util.Map.entry(SAMPLE.canisterName(), id));
            assertThat(samples(replica).place(SAMPLE, NO_ARGUMENT)).isEqualTo(new SampleCanisters.Placed(id, true));
            assertThat(replica.canisters()).hasSize(1);
        }
    }

    @Test
    void aSampleThatWasNotFinishedIsFinishedAndOneThatWasDeletedIsInstalledAnew() {
        try (LocalReplica replica = start()) {
            Principal id = samples(replica).place(SAMPLE, NO_ARGUMENT).id();
            replica.control().uninstall(id);
            assertThat(samples(replica).present()).isEmpty();
            assertThat(samples(replica).place(SAMPLE, NO_ARGUMENT)).isEqualTo(new SampleCanisters.Placed(id, false));
            replica.control().stop(id);
            replica.control().delete(id);
            Principal other = samples(replica).place(SAMPLE, NO_ARGUMENT).id();
            assertThat(other).isNotEqualTo(id);
            assertThat(samples(replica).present()).containsValue(other);
        }
    }

    @Test
    void aFileOfIdsThatCannotBeReadIsNamedAndLeftAlone() throws Exception {
        try (LocalReplica replica = start()) {
            samples(replica).place(SAMPLE, NO_ARGUMENT);
            Path file;
            try (Stream<Path> files = Files.list(dir)) {
                file = files.filter(f -> f.toString().endsWith(".properties"))
                        .findFirst()
                        .orElseThrow();
            }
            Files.writeString(file, "ping_pong=nonsense\n");
            assertThatThrownBy(() -> samples(replica))
                    .isInstanceOf(TestbenchException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Delete the file");
            assertThat(file).hasContent("ping_pong=nonsense");
        }
    }
}
