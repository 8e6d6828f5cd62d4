package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.Delay;
import org.icws.replica.FaultSwitches;
import org.icws.replica.LatencyProfile;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.replica.ReplicaControl;
import org.icws.replica.SettingsInfo;
import org.icws.sample.SampleCanister;
import org.icws.testbench.replica.CanisterViewModel.Code;
import org.icws.testbench.replica.CanisterViewModel.Mode;
import org.icws.testbench.replica.CanisterViewModel.Place;
import org.icws.testbench.store.NameBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Replica page without a toolkit, on a real embedded network. */
class ReplicaViewModelTest {

    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    @TempDir
    private static Path folder;

    private final LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults());
    private final ReplicaControl control = replica.control();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private final Executor worker = task -> {
        if (holding) {
            held.add(task);
        } else {
            task.run();
        }
    };
    private final ReplicaViewModel model = new ReplicaViewModel(
            () -> control,
            new ReplicaViewModel.Workers(Runnable::run, Runnable::run, worker, Runnable::run),
            new NameBook());
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void install() throws Exception {
        Path wasm = Files.write(folder.resolve("mine.wasm"), SampleCanister.PING_PONG.wasm());
        model.canister()
                .install(
                        new Code(WasmFile.read(wasm), NO_ARGUMENT),
                        new Place(null, null, "mine"),
                        Mode.INSTALL,
                        told::add);
        assertThat(told).containsExactly("");
        told.clear();
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    private CanisterRow mine() {
        return model.selectedProperty().get();
    }

    @Test
    void a_canister_without_code_is_created_where_it_is_wanted_and_only_once() {
        Principal wanted = Principals.canisterId(4711);
        model.canister().create(new Place(null, wanted, "empty"), told::add);
        model.canister().create(new Place(null, wanted, "again"), told::add);
        model.canister().create(new Place(null, null, ""), told::add);
        assertThat(told.get(0)).isEmpty();
        assertThat(told.get(1)).contains("already installed");
        assertThat(told.get(2)).isEmpty();
        assertThat(model.rows()).hasSize(3);
        CanisterRow empty = model.rows().stream()
                .filter(row -> row.id().equals(wanted))
                .findFirst()
                .orElseThrow();
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.name()).isEqualTo("empty");
    }

    @Test
    void a_canister_that_was_installed_just_now_is_the_chosen_one_and_its_log_is_shown() throws Exception {
        CanisterRow before = mine();
        Code code = new Code(WasmFile.read(folder.resolve("mine.wasm")), NO_ARGUMENT);
        model.canister().install(code, new Place(null, null, "second"), Mode.INSTALL, told::add);
        assertThat(mine().name()).isEqualTo("second");
        assertThat(mine().id()).isNotEqualTo(before.id());
        model.select(before);
        model.canister().install(code, new Place(before, null, ""), Mode.UPGRADE, told::add);
        assertThat(mine().id()).as("an upgrade changes no choice").isEqualTo(before.id());
    }

    @Test
    void the_clock_is_set_to_a_time_and_one_that_is_over_is_refused() {
        Instant later = control.status().time().plus(Duration.ofDays(40));
        model.steering().setTime(later, told::add);
        assertThat(model.statusProperty().get().time()).isAfterOrEqualTo(later);
        model.steering().setTime(later.minusSeconds(60), told::add);
        assertThat(told.get(0)).isEmpty();
        assertThat(told.get(1)).contains("never goes back");
    }

    @Test
    void the_age_of_old_certificates_is_chosen_before_and_while_the_fault_is_on() {
        model.steering().setCertificateAge(Duration.ofMinutes(20));
        assertThat(control.status().faults()).isEqualTo(FaultSwitches.NONE);
        model.steering().setFault(Fault.OLD_CERTIFICATES, true);
        assertThat(control.status().faults().certificateAge()).isEqualTo(Duration.ofMinutes(20));
        model.steering().setCertificateAge(Duration.ofSeconds(30));
        assertThat(control.status().faults().certificateAge()).isEqualTo(Duration.ofSeconds(30));
        model.steering().setFault(Fault.OLD_CERTIFICATES, false);
        assertThat(control.status().faults()).isEqualTo(FaultSwitches.NONE);
        assertThat(model.steering().certificateAge()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void delays_and_faults_that_came_over_http_are_shown_even_after_own_ones() {
        model.steering().setDelays(Delays.NONE.withUpdate(70));
        LatencyProfile elsewhere =
                new LatencyProfile(new Delay.LogNormal(Duration.ofMillis(9), 1, Duration.ofMillis(90)), Delay.NONE, 0);
        control.latency(elsewhere);
        control.faults(FaultSwitches.NONE.withCertificateAge(Duration.ofHours(1)));
        model.steering().step(); // each deed ends with a look
        assertThat(model.steering().delaysProperty().get()).isEqualTo(Delays.of(elsewhere));
        assertThat(model.steering().certificateAge()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void settings_snapshots_and_history_of_the_chosen_canister_are_shown() {
        model.canister()
                .change(
                        mine(),
                        new SettingsInfo(
                                null, Map.of("freezing_threshold", BigInteger.TWO), Map.of(), Map.of("A", "b")),
                        told::add);
        model.canister().takeSnapshot(mine());
        assertThat(model.canister().detailsProperty().get().settings().variables())
                .containsEntry("A", "b");
        String snapshot =
                model.canister().detailsProperty().get().snapshots().get(0).id();
        model.canister().loadSnapshot(mine(), snapshot);
        assertThat(model.canister().detailsProperty().get().history()).last().matches(entry -> entry.kind()
                .equals("load_snapshot"));
        model.canister().deleteSnapshot(mine(), snapshot);
        assertThat(model.canister().detailsProperty().get().snapshots()).isEmpty();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void a_setting_that_the_network_refuses_is_told_where_it_was_asked_for() {
        model.canister()
                .change(
                        mine(),
                        new SettingsInfo(null, Map.of("compute_allocation", BigInteger.valueOf(200)), Map.of(), null),
                        told::add);
        assertThat(told.get(0)).contains("compute_allocation is 200");
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void code_is_removed_put_in_again_and_the_canister_deleted() throws Exception {
        Code code = new Code(WasmFile.read(folder.resolve("mine.wasm")), NO_ARGUMENT);
        model.canister().install(code, new Place(mine(), null, ""), Mode.REINSTALL, told::add);
        model.canister().uninstall(mine());
        assertThat(mine().isEmpty()).isTrue();
        model.canister().install(code, new Place(mine(), null, ""), Mode.UPGRADE, told::add);
        model.canister().install(code, new Place(mine(), null, ""), Mode.INSTALL, told::add);
        assertThat(told.get(0)).isEmpty();
        assertThat(told.get(1)).contains("empty");
        assertThat(told.get(2)).isEmpty();
        model.canister().delete(mine());
        assertThat(model.problemProperty().get()).contains("must be stopped");
        model.canister().stop(mine());
        model.canister().delete(mine());
        assertThat(model.rows()).isEmpty();
        assertThat(model.canister().detailsProperty().get()).isNull();
    }

    @Test
    void rounds_go_on_while_a_deed_waits_for_them_and_the_page_says_so() {
        model.steering().setPaused(true);
        holding = true; // as the network would hold it during a pause
        model.canister().stop(mine());
        assertThat(model.workingProperty().get()).isEqualTo("Stopping mine waits for a round: step or resume.");
        model.steering().setPaused(false);
        assertThat(control.status().paused()).isFalse();
        held.remove().run();
        assertThat(model.workingProperty().get()).isEmpty();
        assertThat(mine().isRunning()).isFalse();
    }

    @Test
    void whether_a_crash_loses_it_is_what_it_was_started_with() {
        assertThat(model.isKept()).isFalse();
        try (LocalReplica kept = LocalReplica.start(ReplicaConfig.defaults().withDataDirectory(folder.resolve("n")))) {
            ReplicaViewModel other = new ReplicaViewModel(
                    kept::control,
                    new ReplicaViewModel.Workers(Runnable::run, Runnable::run, Runnable::run, Runnable::run),
                    new NameBook());
            assertThat(other.isKept()).isTrue();
        }
    }

    @Test
    void a_page_that_is_opened_shows_the_network_as_it_is_now_without_waiting_for_a_frame() {
        model.setWatched(true);
        assertThat(model.rows()).extracting(CanisterRow::name).containsExactly("mine");
        model.setWatched(false);
        control.pause();
        assertThat(model.statusProperty().get().paused()).isFalse();
        model.setWatched(true);
        assertThat(model.statusProperty().get().paused()).isTrue();
    }
}
