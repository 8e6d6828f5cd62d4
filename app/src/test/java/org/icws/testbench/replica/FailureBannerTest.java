package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.replica.ReplicaException;
import org.icws.testbench.store.NameBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** A network that can go no further, on the page that shows it. */
@ExtendWith(ApplicationExtension.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/full, a disk that is always full")
class FailureBannerTest {

    @TempDir
    private static Path folder;

    private LocalReplica replica;
    private ReplicaViewModel model;

    /** The journal of the second start is on a full disk; that of the third is not. */
    @Start
    void open(Stage stage) throws Exception {
        ReplicaConfig config = ReplicaConfig.defaults().withDataDirectory(folder);
        LocalReplica.start(config).close();
        Files.createSymbolicLink(folder.resolve("journal-2"), Path.of("/dev/full"));
        replica = LocalReplica.start(config);
        model = new ReplicaViewModel(
                replica::control,
                new ReplicaViewModel.Workers(Runnable::run, Runnable::run, Runnable::run, Runnable::run),
                new NameBook());
        ReplicaView view = new ReplicaView(model, new SimpleObjectProperty<>(NetworkFacts.NONE), () -> true, url -> {});
        stage.setScene(new Scene(view, 1200, 800));
        stage.show();
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    private boolean isShown(FxRobot robot) {
        return robot.lookup("#replica-failure").query().isVisible();
    }

    private String state(FxRobot robot) {
        return robot.lookup("#replica-rounds-state").queryAs(Label.class).getText();
    }

    @Test
    void a_network_that_stands_still_says_why_and_is_started_again(FxRobot robot) {
        robot.interact(() -> model.steering().step()); // each deed ends with a look
        assertThat(isShown(robot)).isFalse();
        assertThat(state(robot)).isEqualTo("running");

        assertThatThrownBy(() -> replica.control().createCanister(List.of())).isInstanceOf(ReplicaException.class);
        robot.interact(() -> model.steering().step());
        assertThat(isShown(robot)).isTrue();
        assertThat(state(robot)).isEqualTo("stands still");
        assertThat(robot.lookup("#replica-failure-why").queryAs(Label.class).getText())
                .contains("No space left");

        robot.interact(
                () -> robot.lookup("#replica-again").queryAs(Button.class).fire());
        assertThat(isShown(robot)).isFalse();
        assertThat(state(robot)).isEqualTo("running");
        assertThat(replica.control().createCanister(List.of())).isNotNull();
    }
}
