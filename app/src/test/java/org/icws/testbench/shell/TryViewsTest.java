package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.icws.sample.SampleCanister;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.replica.CanisterRow;
import org.icws.testbench.scenarios.ScenarioKind;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Compose, Scenarios and Replica in the real window on the real parts. Only the display is missing. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class TryViewsTest {

    @TempDir
    private static Path dataDir;

    private CompositionRoot root;

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dataDir, Theme.DARK);
        root.startNetwork();
    }

    @AfterEach
    void close() {
        root.close();
    }

    private void go(WindowRobot robot, ViewId view) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        robot.interact(() -> root.shell().viewProperty().set(view));
    }

    private static void fire(WindowRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryAs(Button.class).fire());
    }

    private static void type(WindowRobot robot, String id, String text) {
        robot.interact(() -> robot.lookup(id).queryAs(TextInputControl.class).setText(text));
    }

    private static void enter(WindowRobot robot, String id, String text) {
        robot.interact(() -> {
            TextField field = robot.lookup(id).queryAs(TextField.class);
            field.setText(text);
            field.fireEvent(new javafx.event.ActionEvent());
        });
    }

    @Test
    void a_text_that_does_not_fit_is_named_at_its_place_and_keeps_what_was_typed(WindowRobot robot)
            throws TimeoutException {
        go(robot, ViewId.COMPOSE);
        await(() -> robot.lookup("#field-text").tryQuery().isPresent());
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        robot.interact(() -> text.replaceText("record {\n  text = 5;\n  timestamp = 1;\n}"));
        Label problem = robot.lookup("#compose-text-problem").queryAs(Label.class);
        assertThat(problem.getText()).isEqualTo("Line 2, column 10: Expected a text, found a number.");
        assertThat(robot.lookup("#compose-send").queryAs(Button.class).isDisabled())
                .isTrue();
        assertThat(text.getText()).contains("text = 5;");
        robot.interact(() -> text.replaceText("record { text = \"typed as text\"; timestamp = 1 }"));
        assertThat(robot.lookup("#field-text").queryAs(TextField.class).getText())
                .isEqualTo("typed as text");
        fire(robot, "#compose-send");
        Label answer = robot.lookup("#compose-answer").queryAs(Label.class);
        await(() -> answer.getText().contains("typed as text ping"));
    }

    @Test
    void a_message_is_written_and_sent_by_keyboard_alone(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT7);
        await(() -> root.view().getScene().getFocusOwner() instanceof TextField field
                && "field-text".equals(field.getId()));
        robot.write("by keys");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        await(() ->
                robot.lookup("#compose-answer").queryAs(Label.class).getText().contains("by keys"));
    }

    @Test
    void a_gateway_on_a_host_that_there_is_not_is_told_by_the_hosts_name(WindowRobot robot) throws TimeoutException {
        go(robot, ViewId.COMPOSE);
        fire(robot, "#compose-connect");
        await(() -> robot.lookup("#connect-canister").tryQuery().isPresent());
        type(robot, "#connect-gateway", "ws://no-such-host.invalid:8080");
        fire(robot, "#connect-go");
        Label failure = robot.lookup("#connect-failure").queryAs(Label.class);
        await(() -> failure.getText().startsWith("There is no host no-such-host.invalid:"));
        assertThat(robot.lookup("#connect-gateway").queryAs(TextField.class).getText())
                .isEqualTo("ws://no-such-host.invalid:8080");
    }

    @Test
    void a_connection_of_the_proof_of_concept_is_opened_and_talks(WindowRobot robot) throws TimeoutException {
        go(robot, ViewId.COMPOSE);
        fire(robot, "#compose-connect");
        await(() -> robot.lookup("#connect-canister").tryQuery().isPresent());
        type(robot, "#connect-gateway", "nonsense");
        fire(robot, "#connect-go");
        assertThat(robot.lookup("#connect-gateway").query().getStyleClass()).contains("invalid");
        type(robot, "#connect-gateway", "ws://127.0.0.1:1");
        fire(robot, "#connect-go");
        Label failure = robot.lookup("#connect-failure").queryAs(Label.class);
        await(() -> failure.getText().contains("No gateway answers at ws://127.0.0.1:1"));
        type(robot, "#connect-gateway", root.shell().gatewayUrlProperty().get());
        robot.clickOn("Proof of concept");
        fire(robot, "#connect-go");
        await(() -> root.compose().senderProperty().get().protocol().equals("poc"));
        await(() -> root.compose().editor().typeProperty().get().isKnown());
        robot.interact(() -> root.compose().editor().editLeaf("text", "over the other protocol"));
        await(() -> root.compose().blockedProperty().get() == null);
        fire(robot, "#compose-send");
        await(() -> root.compose().lastProperty().get() != null
                && root.compose().lastProperty().get().exchange() != null);
        String name = root.compose().senderProperty().get().name();
        await(() ->
                root.connections().rows().stream().anyMatch(row -> row.client().equals(name)));
        await(() -> root.messages().rows().stream().anyMatch(row -> row.client().equals(name)));
    }

    @Test
    void a_key_file_that_is_none_and_a_canister_that_is_not_there_are_told_and_nothing_typed_is_lost(WindowRobot robot)
            throws Exception {
        Path none =
                Files.writeString(dataDir.resolve("none.pem"), "-----BEGIN NOTHING-----\nabc\n-----END NOTHING-----\n");
        go(robot, ViewId.COMPOSE);
        fire(robot, "#compose-connect");
        await(() -> robot.lookup("#connect-canister").tryQuery().isPresent());
        robot.clickOn("From a PEM file");
        type(robot, "#connect-pem", none.toString());
        fire(robot, "#connect-go");
        Label failure = robot.lookup("#connect-failure").queryAs(Label.class);
        await(() -> failure.getText().contains("none.pem"));
        assertThat(failure.getText()).endsWith("Choose the file of a private key.");
        assertThat(robot.lookup("#connect-pem").queryAs(TextField.class).getText())
                .isEqualTo(none.toString());
        robot.interact(() -> robot.lookup(".segment").queryAllAs(javafx.scene.control.ToggleButton.class).stream()
                .filter(b -> b.getText().equals("New"))
                .forEach(b -> b.setSelected(true)));
        robot.clickOn("#connect-canister");
        robot.write("another");
        robot.push(KeyCode.ENTER);
        await(() -> robot.lookup("#connect-canister-id").query().isFocused());
        type(robot, "#connect-canister-id", "bd3sg-teaaa-aaaaa-qaaba-cai");
        fire(robot, "#connect-go");
        await(() -> failure.getText().contains("bd3sg-teaaa-aaaaa-qaaba-cai"));
        assertThat(failure.getText()).contains("bd3sg-teaaa-aaaaa-qaaba-cai not found. Check the canister's id");
        assertThat(robot.lookup("#connect-canister-id").queryAs(TextField.class).getText())
                .isEqualTo("bd3sg-teaaa-aaaaa-qaaba-cai");
    }

    @Test
    void a_text_frame_closes_the_connection_and_says_why(WindowRobot robot) throws TimeoutException {
        go(robot, ViewId.COMPOSE);
        robot.clickOn("Text frame");
        robot.interact(
                () -> robot.lookup("#compose-raw").queryAs(TextArea.class).setText("hello"));
        fire(robot, "#compose-send");
        Label blocked = robot.lookup("#compose-blocked").queryAs(Label.class);
        await(() -> blocked.getText().contains("is not connected any more"));
    }

    @Test
    void a_canister_is_installed_from_a_file_stopped_and_started_and_the_rounds_are_paused(WindowRobot robot)
            throws Exception {
        Path wasm = Files.write(dataDir.resolve("mine.wasm"), SampleCanister.PING_PONG.wasm());
        Path none = Files.writeString(dataDir.resolve("none.wasm"), "not a module");
        go(robot, ViewId.REPLICA);
        TableView<CanisterRow> table = robot.lookup("#replica-canisters").queryTableView();
        await(() -> table.getItems().size() == 1);
        fire(robot, "#replica-install");
        type(robot, "#install-path", none.toString());
        assertThat(robot.lookup("#install-path-problem").queryAs(Label.class).getText())
                .contains("is not a WebAssembly module");
        Path first = Files.copy(wasm, dataDir.resolve("first.wasm"));
        type(robot, "#install-path", first.toString());
        Files.delete(first);
        fire(robot, "#install-go");
        assertThat(robot.lookup("#install-path-problem").queryAs(Label.class).getText())
                .startsWith("There is no file");
        type(robot, "#install-path", wasm.toString());
        assertThat(robot.lookup("#install-name").queryAs(TextField.class).getText())
                .as("nobody has typed another name than the file's")
                .isEqualTo("mine");
        type(robot, "#install-argument", "(1");
        fire(robot, "#install-go");
        assertThat(robot.lookup("#install-argument-problem")
                        .queryAs(Label.class)
                        .getText())
                .startsWith("The argument does not fit");
        type(robot, "#install-path", "");
        type(robot, "#install-path", wasm.toString());
        assertThat(robot.lookup("#install-argument-problem")
                        .queryAs(Label.class)
                        .getText())
                .as("was about the file of before")
                .isEmpty();
        type(robot, "#install-argument", "()");
        robot.interact(() -> robot.lookup("#install-argument").query().requestFocus());
        robot.press(KeyCode.SHORTCUT, KeyCode.ENTER).release(KeyCode.ENTER, KeyCode.SHORTCUT);
        await(() -> robot.lookup("#install-pane").tryQuery().isEmpty());
        await(() -> table.getItems().stream().anyMatch(r -> r.name().equals("mine")));
        assertThat(table.getItems()).extracting(CanisterRow::name).contains("ping_pong");

        fire(robot, "#replica-install");
        type(robot, "#install-id", "no-id");
        fire(robot, "#install-empty");
        assertThat(robot.lookup("#install-id-problem").queryAs(Label.class).getText())
                .startsWith("That is no canister's id");
        type(robot, "#install-id", "");
        type(robot, "#install-name", "bare");
        fire(robot, "#install-empty");
        await(() -> robot.lookup("#install-pane").tryQuery().isEmpty());
        await(() -> table.getItems().stream()
                .anyMatch(r -> r.name().equals("bare") && r.info().moduleHash() == null));

        CanisterRow mine = table.getItems().stream()
                .filter(r -> r.name().equals("mine"))
                .findFirst()
                .orElseThrow();
        robot.interact(() -> root.replica().select(mine));
        fire(robot, "#replica-stop");
        fire(robot, "#confirm-deed");
        await(() -> table.getItems().stream().anyMatch(r -> r.info().status().equals("stopped")));
        fire(robot, "#replica-stop");
        await(() -> table.getItems().stream().allMatch(r -> r.info().status().equals("running")));

        fire(robot, "#replica-pause");
        await(() -> root.replica().statusProperty().get().paused());
        assertThat(robot.lookup("#replica-step").queryAs(Button.class).isDisabled())
                .isFalse();
        fire(robot, "#replica-pause");
        await(() -> !root.replica().statusProperty().get().paused());
    }

    @Test
    void a_round_is_stepped_from_any_page_the_clock_moves_and_the_network_is_saved_and_taken_back(WindowRobot robot)
            throws Exception {
        go(robot, ViewId.REPLICA);
        TableView<CanisterRow> table = robot.lookup("#replica-canisters").queryTableView();
        await(() ->
                !table.getItems().isEmpty() && table.getItems().get(0).info().updates() > 0);
        await(() -> table.getItems().get(0).info().queries() > 5
                && table.getItems().get(0).head() >= 0);

        robot.interact(() -> root.shell().viewProperty().set(ViewId.QUEUES));
        robot.push(KeyCode.F10);
        assertThat(robot.lookup(".toast-pane .label").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("Rounds are stepped during a pause: pause them first.");
        robot.interact(() -> root.replica().steering().setPaused(true));
        await(() -> root.replica().ask().paused()
                && root.replica().workingProperty().get().isEmpty());
        await(() -> root.compose().blockedProperty().get() == null);
        robot.interact(() -> root.compose().send());
        long before = root.replica().ask().round();
        for (int i = 0; i < 200 && root.replica().ask().round() == before; i++) {
            robot.push(KeyCode.F10); // a round needs something to do; the message is on its way
        }
        assertThat(root.replica().ask().round()).isGreaterThan(before);
        robot.interact(() -> root.replica().steering().setPaused(false));

        robot.interact(() -> root.shell().viewProperty().set(ViewId.REPLICA));
        fire(robot, "#replica-save");
        Path file = Files.writeString(dataDir.resolve("file"), "no folder");
        type(robot, "#checkpoint-path", file.resolve("kept").toString());
        fire(robot, "#checkpoint-go");
        Label unsaved = robot.lookup("#checkpoint-problem").queryAs(Label.class);
        await(() -> !unsaved.getText().isEmpty());
        assertThat(unsaved.getText())
                .startsWith("The network could not be saved to " + file.resolve("kept")
                        + ", because there is a file where its directory should be.")
                .doesNotContain("Exception");
        type(robot, "#checkpoint-path", dataDir.resolve("kept").toString());
        fire(robot, "#checkpoint-go");
        await(() -> robot.lookup("#checkpoint-pane").tryQuery().isEmpty());
        CanisterRow kept = table.getItems().get(0);
        robot.interact(() -> root.replica().select(kept));
        fire(robot, "#replica-stop");
        fire(robot, "#confirm-deed");
        await(() -> table.getItems().get(0).info().status().equals("stopped"));
        fire(robot, "#replica-load");
        type(robot, "#checkpoint-path", dataDir.resolve("nothing").toString());
        fire(robot, "#checkpoint-go");
        Label problem = robot.lookup("#checkpoint-problem").queryAs(Label.class);
        await(() -> !problem.getText().isEmpty());
        assertThat(robot.lookup("#checkpoint-path").queryAs(TextField.class).getText())
                .endsWith("nothing");
        type(robot, "#checkpoint-path", dataDir.resolve("kept").toString());
        fire(robot, "#checkpoint-go");
        await(() -> table.getItems().get(0).info().status().equals("running"));

        fire(robot, "#replica-forward-5");
        Label ahead = robot.lookup("#replica-ahead").queryAs(Label.class);
        await(() -> ahead.getText().contains("ahead of this machine"));

        fire(robot, "#replica-crash");
        robot.interact(() -> robot.lookup(node -> node instanceof Button b && "Let it crash".equals(b.getText()))
                .queryAs(Button.class)
                .fire());
        await(() -> root.replica().workingProperty().get().isEmpty()
                && root.replica().problemProperty().get().isEmpty()
                && table.getItems().isEmpty()); // it was kept in memory only
    }

    @Test
    void settings_are_changed_a_snapshot_taken_and_loaded_delays_and_time_set_and_what_is_wrong_stays_written(
            WindowRobot robot) throws TimeoutException {
        go(robot, ViewId.REPLICA);
        await(() -> root.replica().selectedProperty().get() != null);
        fire(robot, "#replica-manage");
        await(() -> robot.lookup("#setting-freezing_threshold").tryQuery().isPresent());
        type(robot, "#setting-freezing_threshold", "some");
        assertThat(robot.lookup("#settings-go").queryAs(Button.class).isDisabled())
                .isTrue();
        assertThat(robot.lookup("#problem-freezing_threshold")
                        .queryAs(Label.class)
                        .getText())
                .contains("whole number");
        type(robot, "#setting-freezing_threshold", "5000");
        type(robot, "#setting-compute_allocation", "101");
        fire(robot, "#settings-go");
        Label refused = robot.lookup("#problem-compute_allocation").queryAs(Label.class);
        await(() -> refused.getText().contains("at most 100"));
        assertThat(robot.lookup("#setting-compute_allocation")
                        .queryAs(TextField.class)
                        .getText())
                .isEqualTo("101");
        type(robot, "#setting-compute_allocation", "1");
        fire(robot, "#settings-go");
        await(() -> "Changed."
                .equals(robot.lookup("#settings-done").queryAs(Label.class).getText()));
        robot.interact(() -> robot.lookup("#canister-parts")
                .queryAs(org.icws.testbench.control.SegmentedControl.class)
                .choose(1));
        fire(robot, "#snapshot-take");
        TableView<?> snapshots = robot.lookup("#canister-snapshots").queryTableView();
        await(() -> snapshots.getItems().size() == 1);
        await(() -> !robot.lookup("#snapshot-load").queryAs(Button.class).isDisabled());
        fire(robot, "#snapshot-load");
        fire(robot, "#confirm-deed");
        await(() -> robot.lookup("#canister-history").tryQuery().isEmpty()
                && root.replica().canister().detailsProperty().get() != null
                && root.replica().canister().detailsProperty().get().history().stream()
                        .anyMatch(e -> e.kind().equals("load_snapshot")));
        robot.push(KeyCode.ESCAPE);

        enter(robot, "#replica-interval", "-5");
        TextField interval = robot.lookup("#replica-interval").queryAs(TextField.class);
        assertThat(interval.getStyleClass()).contains("invalid");
        assertThat(interval.getText()).isEqualTo("-5");
        enter(robot, "#replica-interval", "25");
        await(() -> root.replica().ask().roundInterval().toMillis() == 25);
        assertThat(interval.getText()).isEqualTo("25 ms");
        enter(robot, "#fault-age", "yesterday");
        assertThat(robot.lookup("#fault-age").query().getStyleClass()).contains("invalid");
        enter(robot, "#fault-age", "2 min");
        robot.interact(
                () -> root.replica().steering().setFault(org.icws.testbench.replica.Fault.OLD_CERTIFICATES, true));
        await(() -> root.replica().ask().faults().certificateAge().toSeconds() == 120);
        robot.interact(
                () -> root.replica().steering().setFault(org.icws.testbench.replica.Fault.OLD_CERTIFICATES, false));
        await(() -> root.replica().ask().faults().certificateAge().isZero());

        fire(robot, "#replica-delays");
        fire(robot, "#delays-mainnet");
        type(robot, "#update-first", "often");
        fire(robot, "#delays-go");
        assertThat(robot.lookup("#update-problem").queryAs(Label.class).getText())
                .startsWith("The median must be");
        type(robot, "#update-first", "70");
        fire(robot, "#delays-go");
        await(() -> robot.lookup("#delays-pane").tryQuery().isEmpty());
        await(() -> root.replica().ask().latency().update() instanceof org.icws.replica.Delay.LogNormal spread
                && spread.median().toMillis() == 70);

        fire(robot, "#replica-set-time");
        type(robot, "#time-text", "2001-01-01");
        fire(robot, "#time-go");
        assertThat(robot.lookup("#time-problem").queryAs(Label.class).getText()).contains("never goes back");
        assertThat(robot.lookup("#time-text").queryAs(TextField.class).getText())
                .isEqualTo("2001-01-01");
        type(robot, "#time-text", "+ 2 d");
        fire(robot, "#time-go");
        await(() ->
                robot.lookup("#replica-ahead").queryAs(Label.class).getText().contains("ahead of this machine"));
    }

    @Test
    void an_outside_network_that_nothing_answers_is_told_and_the_embedded_one_comes_back(WindowRobot robot)
            throws TimeoutException {
        await(() -> root.messages().rows().size() >= 5);
        go(robot, ViewId.REPLICA);
        fire(robot, "#replica-network");
        assertThat(robot.lookup("#network-words").queryAs(Label.class).getText())
                .contains("Messages captured so far are kept until the gateway is up there");
        assertThat(robot.lookup("#network-keep").queryAs(Button.class).getText())
                .isEqualTo("Keep this network");
        type(robot, "#network-url", "http://127.0.0.1:1");
        fire(robot, "#network-go");
        await(() -> !root.shell().runningProperty().get());
        await(() -> robot.lookup(".step.failed").tryQuery().isPresent());
        assertThat(root.messages().rows())
                .as("what was captured can still be saved")
                .hasSizeGreaterThanOrEqualTo(5);
        robot.interact(() -> root.shell().viewProperty().set(ViewId.REPLICA));
        await(() -> robot.lookup("#replica-embedded").queryAs(Button.class).isVisible());
        assertThat(robot.lookup("#replica-elsewhere .words").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("No network runs")
                .noneMatch(words -> words.contains("outside network") || words.contains("elsewhere"));
        fire(robot, "#replica-network");
        assertThat(robot.lookup("#network-url").queryAs(TextField.class).getText())
                .as("the address may be right and its network not up yet")
                .isEqualTo("http://127.0.0.1:1");
        assertThat(robot.lookup("#network-keep").queryAs(Button.class).getText())
                .as("there is no network to keep")
                .isEqualTo("Cancel");
        type(robot, "#network-url", "ftp://elsewhere");
        fire(robot, "#network-go");
        Label refused = robot.lookup("#network-problem").queryAs(Label.class);
        assertThat(refused.getText()).startsWith("An address such as");
        robot.push(KeyCode.ESCAPE);
        fire(robot, "#replica-network");
        assertThat(refused.getText()).isEmpty();
        robot.push(KeyCode.ESCAPE);
        fire(robot, "#replica-embedded");
        await(() -> root.shell().runningProperty().get());
    }

    @Test
    void a_scenario_is_shown_alone_and_large_until_escape_and_an_own_comment_can_be_changed(WindowRobot robot)
            throws TimeoutException {
        go(robot, ViewId.SCENARIOS);
        fire(robot, "#scenario-comments");
        await(() -> root.scenarios().isRunning());
        await(() -> robot.lookup("#scenario-step").queryAs(Button.class).isDisabled() == false);
        fire(robot, "#scenario-step");
        await(() -> robot.lookup(node -> node.getId() != null && node.getId().startsWith("edit-0-"))
                .tryQuery()
                .isPresent());
        fire(robot, "#scenario-present");
        assertThat(robot.lookup(".nav-rail").query().isVisible()).isFalse();
        assertThat(robot.lookup(".app-header").query().isVisible()).isFalse();
        robot.interact(
                () -> robot.lookup(node -> node.getId() != null && node.getId().startsWith("edit-0-"))
                        .queryAs(Button.class)
                        .fire());
        TextField field = robot.lookup("#talk-0").queryAs(TextField.class);
        assertThat(field.getText()).startsWith("So the gateway");
        robot.interact(() -> {
            field.setText("Can the gateway forge a comment?");
            field.fireEvent(new javafx.event.ActionEvent());
        });
        await(() -> robot.lookup(".words").queryAllAs(Label.class).stream()
                        .filter(l -> "Can the gateway forge a comment?".equals(l.getText()))
                        .count()
                == 3);
        robot.push(KeyCode.ESCAPE);
        await(() -> robot.lookup(".nav-rail").query().isVisible());
        fire(robot, "#scenario-stop");
    }

    @Test
    void each_scenario_starts_with_one_click_and_shows_what_crosses_the_wire(WindowRobot robot)
            throws TimeoutException {
        go(robot, ViewId.SCENARIOS);
        for (ScenarioKind kind : ScenarioKind.values()) {
            fire(robot, "#scenario-" + kind.name().toLowerCase(java.util.Locale.ROOT));
            await(() -> root.scenarios().isRunning());
            ListView<?> wire = robot.lookup("#wire").queryListView();
            await(() -> wire.getItems().size() > 12);
            fire(robot, "#scenario-stop");
        }
    }
}
