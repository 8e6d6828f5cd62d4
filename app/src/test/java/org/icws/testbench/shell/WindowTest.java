package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.connections.ConnectionRow;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The real window on the real parts: embedded replica, gateway, canister, client. Only the display is missing. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class WindowTest {

    @TempDir
    private static Path dataDir;

    private CompositionRoot root;

    @Start
    void open(Stage stage) {
        root = TestWindow.onRealParts(stage, dataDir, Theme.LIGHT);
        root.startNetwork();
    }

    @AfterEach
    void close() {
        root.close();
    }

    /** The table of connections, when it shows the built-in client's and no other. */
    private TableView<ConnectionRow> theOpenConnection(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        robot.clickOn("#nav-connections");
        TableView<ConnectionRow> connections =
                robot.lookup("#connections-table").queryTableView();
        await(() -> connections.getItems().size() == 1
                && connections.getItems().get(0).state().equals("open"));
        return connections;
    }

    @Test
    void a_connection_appears_and_a_message_sent_from_the_panel_comes_back_verified(WindowRobot robot)
            throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        assertThat(root.shell().viewProperty().get()).isEqualTo(ViewId.OVERVIEW);

        TableView<ConnectionRow> connections = theOpenConnection(robot);
        assertThat(connections.getItems().get(0).canister()).isEqualTo("ping_pong");

        robot.clickOn("#nav-compose");
        await(() -> robot.lookup("#field-text").tryQuery().isPresent());
        TextField text = robot.lookup("#field-text").queryAs(TextField.class);
        robot.clickOn(text);
        robot.write("sent by hand");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        Label result = robot.lookup("#compose-result").queryAs(Label.class);
        await(() -> result.getText().startsWith("answered, verified"));
        assertThat(robot.lookup("#compose-answer").queryAs(Label.class).getText())
                .contains("sent by hand ping");
        assertThat(text.getText()).isEqualTo("sent by hand");
        Label proof = robot.lookup("#compose-proof").queryAs(Label.class);
        await(() -> proof.getText().startsWith("verified"));

        robot.clickOn("#nav-messages");
        TableView<MessageRow> messages = robot.lookup("#messages-table").queryTableView();
        MessageRow answer = messages.getItems().stream()
                .filter(row -> row.preview().equals("“sent by hand ping”"))
                .findFirst()
                .orElseThrow();
        assertThat(answer.proof().verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(answer.verdictWord()).isEqualTo("cert");
    }

    @Test
    void the_network_chip_shows_the_root_key_and_where_it_came_from(WindowRobot robot) throws TimeoutException {
        await(() -> root.shell().runningProperty().get());
        await(() -> !root.shell().networkTrustProperty().get().rootKeyHex().isEmpty());

        robot.clickOn("#network-chip");

        await(() -> robot.lookup(".trust-popover").tryQuery().isPresent());
        assertThat(root.shell().networkTrustProperty().get().verdict()).contains("embedded replica");
        assertThat(robot.from(robot.lookup(".trust-popover").<javafx.scene.Node>query())
                        .lookup(".fact-value")
                        .queryAllAs(TextField.class))
                .extracting(TextField::getText)
                .contains(root.shell().networkTrustProperty().get().rootKeyHex());
    }

    @Test
    void a_filter_that_hides_every_connection_says_so_and_escape_brings_them_back(WindowRobot robot)
            throws TimeoutException {
        TableView<ConnectionRow> connections = theOpenConnection(robot);

        robot.clickOn("#connections-filter");
        robot.interact(() ->
                robot.lookup("#connections-filter").queryAs(TextField.class).setText("~ended"));
        await(() -> connections.getItems().isEmpty());
        await(() ->
                robot.lookup("The filter hides the only connection").tryQuery().isPresent());
        assertThat(robot.lookup("#connections-count").queryAs(Label.class).getText())
                .isEqualTo("0");
        assertThat(robot.lookup("#connections-total").queryAs(Label.class).getText())
                .isEqualTo("/ 1");
        assertThat(root.connections().selectedProperty().get()).isNotNull();
        robot.type(KeyCode.ESCAPE);
        await(() -> connections.getItems().size() == 1);
        await(() -> connections.getSelectionModel().getSelectedIndex() == 0);
    }

    @Test
    void a_connection_is_closed_by_the_gateway_with_the_reason_typed_and_its_end_is_shown(WindowRobot robot)
            throws TimeoutException {
        TableView<ConnectionRow> connections = theOpenConnection(robot);

        robot.clickOn("#connections-close");
        await(() -> robot.lookup("#close-reason").tryQuery().isPresent());
        TextField reason = robot.lookup("#close-reason").queryAs(TextField.class);
        robot.interact(() -> reason.setText("x".repeat(124)));
        Label wrong = robot.lookup("#close-wrong").queryAs(Label.class);
        await(() -> wrong.getText().contains("room for 123 bytes, this has 124"));
        robot.clickOn("#close-deed");
        assertThat(connections.getItems().get(0).closed()).isFalse();
        robot.interact(() -> reason.setText("we take a break"));
        await(() -> wrong.getText().isEmpty());
        // By key: the words that told why the button refused may still lie over it.
        robot.interact(reason::requestFocus);
        robot.push(KeyCode.ENTER);

        await(() -> connections.getItems().get(0).closed());
        var ending = root.connections().lastEndingProperty().get().event();
        assertThat(ending.code()).isEqualTo(1000);
        assertThat(ending.reason()).isEqualTo("we take a break");
        assertThat(ending.initiator()).isEqualTo("operator");
        assertThat(root.connections().whyNotClose()).isEqualTo("The chosen connection has ended already.");
    }
}
