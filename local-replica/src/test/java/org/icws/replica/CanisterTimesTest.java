package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.encoding.Leb128;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a canister was created and its code installed, as the certified state tells (interface specification 0.66). */
class CanisterTimesTest {
    private static final String CREATED = "canister_creation_timestamp";
    private static final String INSTALLED = "last_install_timestamp";
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /** Certified time is a few nanoseconds ahead of a clock that stands still. */
    private static final long MOST_OF_IT = A_WHILE.toNanos() - 1_000_000;

    private static LookupResult look(ScriptNetwork network, Principal canister, String field) {
        List<byte[]> path = List.of(
                "canister".getBytes(StandardCharsets.UTF_8),
                canister.getValue(),
                field.getBytes(StandardCharsets.UTF_8));
        return network.agent.readState(canister, List.of(path)).tree().lookup(path.toArray(byte[][]::new));
    }

    private static long time(ScriptNetwork network, Principal canister, String field) {
        return Leb128.readUnsigned(look(network, canister, field).value());
    }

    @Test
    void theTimeOfCreationStaysAndThatOfTheInstallationGoesWithTheCode() {
        try (ScriptNetwork network = new ScriptNetwork()) {
            long began = network.clock.nanos();
            Principal canister = network.replica.createCanister(List.of(network.agent.sender()));
            long created = time(network, canister, CREATED);
            assertThat(created).isBetween(began, began + A_WHILE.toNanos());
            assertThat(look(network, canister, INSTALLED).status()).isEqualTo(LookupResult.Status.ABSENT);

            network.clock.advance(A_WHILE);
            network.replica.install(canister, ScriptCanister.wasm(), new Script().bytes());
            long installed = time(network, canister, INSTALLED);
            assertThat(installed).isGreaterThan(created + MOST_OF_IT);

            network.clock.advance(A_WHILE);
            network.update(canister, new Script().reply());
            assertThat(time(network, canister, INSTALLED)).isEqualTo(installed);
            network.replica.upgrade(canister, ScriptCanister.wasm(), new Script().bytes());
            assertThat(time(network, canister, INSTALLED)).isGreaterThan(installed + MOST_OF_IT);
            assertThat(time(network, canister, CREATED)).isEqualTo(created);

            network.replica.control().uninstall(canister);
            assertThat(look(network, canister, INSTALLED).status()).isEqualTo(LookupResult.Status.ABSENT);
            assertThat(time(network, canister, CREATED)).isEqualTo(created);
        }
    }

    @Test
    void bothOutliveTheProcess(@TempDir Path directory) {
        Principal canister;
        long created;
        long installed;
        try (ScriptNetwork network = new ScriptNetwork(config -> config.withDataDirectory(directory))) {
            canister = network.canister;
            created = time(network, canister, CREATED);
            installed = time(network, canister, INSTALLED);
            network.replica.control().restart();
            assertThat(time(network, canister, CREATED)).isEqualTo(created);
            assertThat(time(network, canister, INSTALLED)).isEqualTo(installed);
        }
        assertThat(created).isPositive().isLessThanOrEqualTo(installed);
    }
}
