package org.icws.testbench.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.run.StepState;
import org.icws.testbench.welcome.WelcomeViewModel.Phase;
import org.junit.jupiter.api.Test;

class WelcomeViewModelTest {

    private final WelcomeViewModel model = new WelcomeViewModel();

    private void done(StartStep step) {
        model.onStep(step, StepState.DONE, "ok", Duration.ofMillis(420), null);
    }

    @Test
    void before_the_start_all_steps_wait_and_say_what_they_will_do() {
        assertThat(model.state().phase()).isEqualTo(Phase.IDLE);
        assertThat(model.state().lines())
                .hasSize(4)
                .allMatch(l -> l.state() == StepState.WAITING)
                .noneMatch(l -> l.note().isEmpty());
    }

    @Test
    void a_running_start_says_how_far_it_is() {
        model.begin(null);
        done(StartStep.REPLICA);
        model.onStep(StartStep.CANISTER, StepState.RUNNING, "", Duration.ZERO, null);
        assertThat(model.state().phase()).isEqualTo(Phase.RUNNING);
        assertThat(model.state().progress()).isEqualTo("2 of 4");
        assertThat(model.state().heading()).as("for any network").isEqualTo("Starting the testbench");
        assertThat(model.state().lines().get(0).took()).isEqualTo("0.4 s");
    }

    @Test
    void on_an_outside_network_no_step_speaks_of_a_replica_or_a_canister_of_our_own() {
        model.begin(URI.create("https://icp-api.io"));
        assertThat(model.state().lines())
                .extracting(WelcomeViewModel.Line::title)
                .containsExactly("Network address", "Sample canister", "Gateway", "First client");
        assertThat(model.state().lines().get(0).note()).isEqualTo("https://icp-api.io");
        for (StartStep step : StartStep.values()) {
            model.onStep(step, StepState.DONE, "ws://127.0.0.1:8080", Duration.ofMillis(3), null);
        }
        assertThat(model.state().heading()).isEqualTo("The testbench is running on icp-api.io");
        assertThat(model.state().lines())
                .extracting(WelcomeViewModel.Line::note)
                .containsExactly(
                        "https://icp-api.io",
                        "none: the network is not ours",
                        "ws://127.0.0.1:8080",
                        "none: connect one in Compose");

        model.begin(null);
        assertThat(model.state().lines().get(0).title()).isEqualTo("Local replica");
    }

    @Test
    void a_failure_stays_on_its_step_with_its_words() {
        StepFailure failure = new StepFailure("It did not start.", "The port is taken.", "Free it.", "port-in-use");
        model.begin(null);
        done(StartStep.REPLICA);
        done(StartStep.CANISTER);
        model.onStep(StartStep.GATEWAY, StepState.FAILED, "", Duration.ofSeconds(1), failure);
        assertThat(model.state().phase()).isEqualTo(Phase.FAILED);
        assertThat(model.state().heading()).isEqualTo("Stopped at step 3 of 4");
        assertThat(model.state().lines().get(2).failure()).isEqualTo(failure);
        assertThat(model.state().lines().get(3).state()).isEqualTo(StepState.WAITING);
    }

    @Test
    void a_new_start_forgets_the_failure() {
        StepFailure failure = new StepFailure("a", "b", "c", "d");
        model.begin(null);
        model.onStep(StartStep.REPLICA, StepState.FAILED, "", Duration.ofSeconds(1), failure);
        model.begin(null);
        assertThat(model.state().phase()).isEqualTo(Phase.RUNNING);
        assertThat(model.state().failure()).isNull();
    }

    @Test
    void all_steps_done_is_done() {
        model.begin(null);
        for (StartStep step : StartStep.values()) {
            done(step);
        }
        assertThat(model.state().phase()).isEqualTo(Phase.DONE);
    }
}
