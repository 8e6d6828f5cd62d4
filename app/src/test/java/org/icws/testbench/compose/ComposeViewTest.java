package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.icws.testbench.WindowRobot.await;

import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.control.SearchPicker;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The Compose page on clients that send nowhere. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ComposeViewTest {

    private final ComposeViewModel model = new ComposeViewModel(Runnable::run, () -> 1_000_000_000L, new NameBook());
    private final List<FakeSender> clients =
            List.of(new FakeSender("Ada"), new FakeSender("Ben"), new FakeSender("Cleo"));

    private final ConnectViewModel connect = new ConnectViewModel(() -> null, Runnable::run, (opened, whole) -> {});
    private ComposeView view;

    @Start
    void open(Stage stage) {
        Fonts.load();
        view = new ComposeView(model, connect, id -> {});
        Scene scene = new Scene(view, 1240, 780);
        new ThemeManager(Theme.DARK).install(scene);
        stage.setScene(scene);
        stage.show();
        model.setSenders(List.copyOf(clients));
    }

    @Test
    void looking_for_another_client_leaves_what_is_written_alone(WindowRobot robot) throws TimeoutException {
        robot.interact(() -> model.editor().editLeaf("text", "half a sentence"));
        SearchPicker<?> picker = robot.lookup("#compose-sender").queryAs(SearchPicker.class);
        robot.interact(picker::requestFocus);
        robot.push(KeyCode.DOWN);
        await(picker::isShowing);
        robot.write("nobody");
        robot.push(KeyCode.ESCAPE);
        await(() -> !picker.isShowing());
        assertThat(model.senderProperty().get()).isSameAs(clients.get(0));
        assertThat(model.editor().leafText("text")).isEqualTo("half a sentence");
        robot.push(KeyCode.DOWN);
        await(picker::isShowing);
        robot.write("cle");
        robot.push(KeyCode.ENTER);
        await(() -> model.senderProperty().get() == clients.get(2));
        assertThat(model.editor().leafText("text")).isEqualTo("half a sentence");
        assertThat(clients.get(2).sent).as("Enter in the list must not send").isEmpty();
    }

    @Test
    void a_message_made_by_chance_comes_back_with_its_seed(WindowRobot robot) {
        TextField seed = robot.lookup("#compose-seed").queryAs(TextField.class);
        robot.clickOn("#compose-random");
        String shown = seed.getText();
        String first = model.editor().leafText("text");
        assertThat(shown).matches("\\d+");
        robot.interact(() -> {
            model.editor().editLeaf("text", "something else");
            seed.requestFocus();
            seed.setText(shown);
        });
        robot.push(KeyCode.ENTER);
        assertThat(model.editor().leafText("text")).isEqualTo(first);
        robot.interact(() -> seed.setText("a number"));
        robot.push(KeyCode.ENTER);
        assertThat(seed.getStyleClass()).contains("invalid");
        assertThat(model.editor().leafText("text")).isEqualTo(first);
        assertThat(clients.get(0).sent).isEmpty();
    }

    @Test
    void a_saved_message_goes_only_when_that_was_meant(WindowRobot robot) {
        robot.interact(() -> model.save("A question"));
        ListView<?> saved = robot.lookup("#compose-saved").queryListView();
        robot.interact(() -> {
            saved.requestFocus();
            saved.getSelectionModel().select(0);
        });
        robot.push(KeyCode.DELETE);
        assertThat(robot.lookup("#confirm-deed").queryButton().getText()).isEqualTo("Remove “A question”");
        assertThat(robot.lookup("#confirm-keep").queryButton().isFocused()).isTrue();
        robot.push(KeyCode.ESCAPE);
        assertThat(model.saved()).hasSize(1);
        robot.interact(saved::requestFocus);
        robot.push(KeyCode.DELETE);
        robot.clickOn("#confirm-deed");
        assertThat(model.saved()).isEmpty();
    }

    @Test
    void a_new_connection_is_described_as_it_was_left(WindowRobot robot) {
        robot.interact(view::openConnect);
        robot.clickOn("Proof of concept");
        robot.clickOn("From a PEM file");
        robot.interact(view::closeConnect);
        robot.interact(view::openConnect);
        assertThat(chosen(robot, "#connect-protocol")).isEqualTo(1);
        assertThat(chosen(robot, "#connect-identity")).isEqualTo(1);
        assertThat(connect.proofOfConceptProperty().get()).isTrue();
        assertThat(robot.lookup("#connect-pem").query().getParent().isVisible()).isTrue();
    }

    private static int chosen(WindowRobot robot, String id) {
        return robot.lookup(id).queryAs(SegmentedControl.class).chosen();
    }

    @Test
    void the_first_result_moves_nothing_above_it(WindowRobot robot) {
        Button send = robot.lookup("#compose-send").queryButton();
        Label hint = robot.lookup("#compose-result-hint").queryAs(Label.class);
        assertThat(hint.localToScene(hint.getBoundsInLocal()).getCenterX())
                .as("the hint stands in the middle of its card, as those of the other empty cards do")
                .isCloseTo(middle(hint.getParent()), within(1.0));
        double before = send.localToScene(0, 0).getY();
        robot.interact(model::send);
        assertThat(hint.isVisible()).isFalse();
        robot.interact(() -> view.getScene().getRoot().layout());
        assertThat(send.localToScene(0, 0).getY()).isEqualTo(before);
    }

    @Test
    void a_long_reason_of_a_failure_is_there_to_be_read(WindowRobot robot) {
        String reason = "The client is not connected any more: 1008 The network refused the request of ws_message. ";
        robot.interact(model::send);
        robot.interact(() -> clients.get(0).answer.completeExceptionally(new IllegalStateException(reason.repeat(4))));
        robot.interact(() -> view.getScene().getRoot().layout());
        Label answer = robot.lookup("#compose-answer").queryAs(Label.class);
        assertThat(answer.getText()).startsWith("The client is not connected");
        assertThat(answer.getHeight()).isGreaterThanOrEqualTo(answer.prefHeight(answer.getWidth()));
        assertThat(answer.getHeight())
                .as("several lines")
                .isGreaterThan(2.5 * answer.getFont().getSize());
    }

    @Test
    void the_result_is_that_of_a_burst_until_a_message_is_sent_alone(WindowRobot robot) throws TimeoutException {
        Label hint = robot.lookup("#compose-result-hint").queryAs(Label.class);
        Label state = robot.lookup("#compose-result").queryAs(Label.class);
        robot.interact(() -> model.startBurst(3, 1)); // the clock stands still: one goes at once
        await(() -> {
            model.onFrame(TestEvents.frame(2_000_000_000L, List.of()));
            return hint.getText().startsWith("1 of 3 sent, 0 answered.");
        });
        assertThat(state.getText()).contains("burst under way");
        robot.interact(model::stopBurst);
        assertThat(state.getText()).contains("burst ended");
        assertThat(hint.isVisible()).isTrue();

        robot.interact(model::send);
        assertThat(hint.isVisible()).isFalse();
        assertThat(state.getText()).contains("under way").doesNotContain("burst");
    }

    private static double middle(Node node) {
        return node.localToScene(node.getBoundsInLocal()).getCenterX();
    }

    @Test
    void where_the_form_comes_from_leaves_its_title_whole(WindowRobot robot) {
        robot.interact(() -> model.editor().setType(MessageType.proofOfConcept()));
        Label title = robot.lookup("Form").queryAs(Label.class);
        robot.interact(() -> view.getScene().getRoot().layout());
        assertThat(title.getWidth()).isGreaterThanOrEqualTo(Math.floor(title.prefWidth(-1)));
    }

    @Test
    void saving_says_when_it_replaces_something(WindowRobot robot) {
        robot.interact(() -> model.save("A question"));
        robot.clickOn("#compose-save");
        TextField name = robot.lookup("#save-name").queryAs(TextField.class);
        Button go = robot.lookup("#save-go").queryButton();
        robot.interact(() -> name.setText("Another"));
        assertThat(go.getText()).isEqualTo("Save message");
        robot.interact(() -> name.setText("A question"));
        assertThat(go.getText()).isEqualTo("Replace “A question”");
    }

    @Test
    void who_adds_elements_by_keyboard_can_add_the_next_one_at_once(WindowRobot robot) {
        robot.interact(() -> model.editor().setType(MessageType.of("""
                type List = record { words : vec text };
                service : { ws_message : (blob, opt List) -> () }
                """, "test")));
        Button add = robot.lookup("Add text").queryButton();
        robot.interact(add::requestFocus);
        robot.push(KeyCode.SPACE);
        robot.push(KeyCode.SPACE);
        assertThat(model.editor().at("words").value().asList()).hasSize(2);
        assertThat(robot.lookup("Add text").queryButton().isFocused()).isTrue();
    }

    @Test
    void tab_leads_out_of_the_areas_both_ways(WindowRobot robot) {
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        String before = text.getText();
        robot.interact(text::requestFocus);
        robot.push(KeyCode.TAB);
        assertThat(text.getScene().getFocusOwner())
                .isSameAs(robot.lookup("#compose-send").query());
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(text.isFocused()).isTrue();
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(text.isFocused()).isFalse();
        assertThat(text.getText()).isEqualTo(before);
        robot.interact(() -> model.kindProperty().set(Draft.Kind.BYTES));
        TextArea raw = robot.lookup("#compose-raw").queryAs(TextArea.class);
        robot.interact(raw::requestFocus);
        robot.push(KeyCode.TAB);
        assertThat(raw.isFocused()).isFalse();
        assertThat(raw.getText()).isEmpty();
    }

    @Test
    void a_very_long_line_is_shown_without_colours_and_can_be_taken_back(WindowRobot robot) {
        robot.interact(() -> model.editor().editLeaf("text", "half a sentence"));
        String before = model.editor().textProperty().get();
        String pasted = "record { text = \"" + "x".repeat(100_000) + "\"; timestamp = 5 : nat64 }";
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        robot.interact(() -> {
            text.getUndoManager().preventMerge(); // as after half a second, which a person takes at least
            text.requestFocus();
            ClipboardContent content = new ClipboardContent();
            content.putString(pasted);
            Clipboard.getSystemClipboard().setContent(content);
        });
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.push(KeyCode.CONTROL, KeyCode.V);
        TextArea plain = robot.lookup("#compose-long-text").queryAs(TextArea.class);
        assertThat(plain.getText()).isEqualTo(pasted);
        assertThat(plain.isFocused()).isTrue();
        assertThat(plain.getCaretPosition()).isEqualTo(pasted.length());
        assertThat(model.editor().at("text").value().asText()).hasSize(100_000);
        assertThat(robot.lookup("Shown without colours: a line is longer than 10,000 characters.")
                        .query()
                        .isVisible())
                .isTrue();
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        assertThat(robot.lookup("#compose-long-text").tryQuery()).isEmpty();
        assertThat(model.editor().textProperty().get()).isEqualTo(before);
        assertThat(text.getScene().getFocusOwner()).isSameAs(text);
    }

    @Test
    void a_long_text_that_is_pasted_into_a_field_is_left_to_the_text_side(WindowRobot robot) {
        TextField field = robot.lookup("#field-text").queryAs(TextField.class);
        robot.interact(() -> {
            field.setText("ab");
            field.replaceText(1, 1, "x".repeat(100_000));
        });
        assertThat(model.editor().at("text").value().asText()).isEqualTo("a" + "x".repeat(100_000) + "b");
        assertThat(robot.lookup("#field-text").tryQuery()).isEmpty();
        assertThat(robot.lookup("100,002 characters, on the text side").tryQuery())
                .isPresent();
    }

    @Test
    void a_long_text_that_is_pasted_is_what_is_sent(WindowRobot robot) {
        String words = "lorem ipsum \\n".repeat(8_000);
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        robot.interact(() -> text.replaceText("record { text = \"" + words + "\"; timestamp = 5 : nat64 }"));
        assertThat(model.editor().problemProperty().get()).isNull();
        assertThat(model.editor().at("text").value().asText()).isEqualTo("lorem ipsum \n".repeat(8_000));
        TextArea plain = robot.lookup("#compose-long-text").queryAs(TextArea.class);
        robot.interact(() -> plain.setText("record { text = \"" + words + "; timestamp = 5 }"));
        assertThat(model.editor().problemProperty().get())
                .as("a quotation mark left open")
                .isNotNull();
    }

    @Test
    void a_text_of_a_million_characters_is_read_and_its_field_says_where_it_is_written(WindowRobot robot) {
        CodeArea text = robot.lookup("#compose-text").queryAs(CodeArea.class);
        robot.interact(() ->
                text.replaceText("record { text = \"" + "lorem ip".repeat(125_000) + "\"; timestamp = 5 : nat64 }"));
        assertThat(model.editor().problemProperty().get()).isNull();
        assertThat(model.editor().at("text").value().asText()).hasSize(1_000_000);
        assertThat(robot.lookup("#field-text").tryQuery()).isEmpty();
        assertThat(robot.lookup("1,000,000 characters, on the text side").tryQuery())
                .isPresent();
        robot.interact(() -> text.replaceText("record { text = \"short again\"; timestamp = 5 : nat64 }"));
        assertThat(robot.lookup("#field-text").queryAs(TextField.class).getText())
                .isEqualTo("short again");
    }
}
