package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepRunnerTest {

    private final List<String> heard = new ArrayList<>();
    private final List<StepFailure> failures = new ArrayList<>();
    private final FailureExplainer explainer = new FailureExplainer(RuntimeOptions.defaults(Path.of("data")));
    private final StepRunner runner = new StepRunner((step, state, note, took, failure) -> {
        heard.add(step + " " + state + (note.isEmpty() ? "" : " " + note));
        if (failure != null) {
            failures.add(failure);
        }
    });

    @Test
    void aStepRunsAndIsDoneWithItsNote() {
        runner.run(StartStep.REPLICA, () -> "http://127.0.0.1:1", explainer::explain);

        assertThat(heard).containsExactly("REPLICA RUNNING", "REPLICA DONE http://127.0.0.1:1");
    }

    @Test
    void aFailureIsExplainedToTheListenerAndTheCallerAlike() {
        assertThatThrownBy(() -> runner.run(
                        StartStep.CANISTER,
                        () -> {
                            throw new IllegalStateException("the init method trapped");
                        },
                        explainer::explain))
                .isInstanceOfSatisfying(StartException.class, e -> {
                    assertThat(e.step()).isEqualTo(StartStep.CANISTER);
                    assertThat(e.failure().code()).isEqualTo("canister-install");
                    assertThat(e.failure().why()).isEqualTo("the init method trapped.");
                });
        assertThat(heard).containsExactly("CANISTER RUNNING", "CANISTER FAILED");
        assertThat(failures).hasSize(1);
    }

    @Test
    void aDataDirectoryThatCannotBeUsedIsBlamedByName() {
        assertThatThrownBy(() -> runner.run(
                        StartStep.GATEWAY,
                        () -> {
                            throw new AccessDeniedException("data/gateway-identity.pem");
                        },
                        explainer::explain))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("data directory data")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void aMissingNativeLibraryIsAFailureOfTheStepToo() {
        assertThatThrownBy(() -> runner.run(
                        StartStep.GATEWAY,
                        () -> {
                            throw new UnsatisfiedLinkError("no blst for this machine");
                        },
                        explainer::explain))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("no blst for this machine");
    }
}
