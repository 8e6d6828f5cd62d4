package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;

/** People who talk, a column for each: what that person sees, and a field to say something. */
abstract class TalkStage extends HBox implements ScenariosView.Shown {

    private final Scenario scenario;
    private final List<Column> columns = new ArrayList<>();
    private int shown = -1;

    TalkStage(Scenario scenario) {
        super(12);
        this.scenario = scenario;
        setMinHeight(0);
        for (int i = 0; i < scenario.kind().people().size(); i++) {
            Column column = new Column(i);
            column.setPrefWidth(320);
            HBox.setHgrow(column, Priority.ALWAYS);
            columns.add(column);
            getChildren().add(column);
        }
    }

    /** Grows whenever something changed. */
    abstract int changes();

    /** What somebody sees. */
    abstract List<Node> lines(int seat);

    /** Says something. */
    abstract void say(int seat, String text);

    /** What stands at the head's right. */
    abstract String headline(int seat);

    /** Lets somebody write a text anew; it is given to {@code save} when it is sent. */
    void rewrite(int seat, String text, Consumer<String> save) {
        columns.get(seat).rewrite(text, save);
    }

    /** What stands under the field; empty for nothing. */
    abstract String problem(int seat);

    @Override
    public void show(long nowNanos) {
        boolean changed = changes() != shown;
        shown = changes();
        columns.forEach(c -> c.show(changed));
    }

    private final class Column extends VBox {

        private final int seat;
        private final VBox lines = new VBox(8);
        private final ScrollPane scroll = Nodes.scroll(lines);
        private final TextField field = new TextField();
        private final HBox rewriting = new HBox(6);
        private Consumer<String> saving;
        private final Label head = Nodes.label("", "t-mono-sm", "muted");
        private final Label problem = Nodes.label("", "t-small", "fg-fail");
        private final StateDot dot = new StateDot(StateDot.State.IDLE);

        Column(int seat) {
            this.seat = seat;
            String name = scenario.kind().people().get(seat);
            lines.getStyleClass().add("talk");
            VBox.setVgrow(scroll, Priority.ALWAYS);
            lines.heightProperty().addListener(o -> scroll.setVvalue(1));
            field.setPromptText("Say something as " + name);
            field.setId("talk-" + seat);
            Button say = Nodes.iconButton("fth-send", "Send");
            say.setOnAction(e -> send());
            field.setOnAction(e -> send());
            HBox.setHgrow(field, Priority.ALWAYS);
            problem.setWrapText(true);
            Button keep = Nodes.button(null, "Keep as it was", "quiet");
            keep.setTooltip(new Tooltip("The comment stays unchanged (Esc)"));
            keep.setOnAction(e -> rewritten());
            field.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
                if (e.getCode() == KeyCode.ESCAPE && saving != null) {
                    rewritten();
                    e.consume();
                }
            });
            rewriting.getChildren().addAll(Nodes.label("Changing a comment", "t-small", "muted"), Nodes.spacer(), keep);
            rewriting.setAlignment(Pos.CENTER_LEFT);
            rewritten();
            VBox body = new VBox(8, scroll, rewriting, Nodes.row(6, field, say), problem);
            body.getStyleClass().add("card-body");
            body.setMinHeight(0);
            VBox card = Nodes.card(body, People.avatar(seat, name), heading(name), Nodes.spacer(), head, dot);
            VBox.setVgrow(card, Priority.ALWAYS);
            getChildren().add(card);
            setMinSize(0, 0);
        }

        private static Label heading(String name) {
            Label label = Nodes.label(name, "t-heading");
            label.setMinWidth(USE_PREF_SIZE);
            return label;
        }

        private void send() {
            if (!field.getText().isBlank() && scenario.isRunning()) {
                if (saving == null) {
                    say(seat, field.getText());
                    field.clear();
                } else {
                    saving.accept(field.getText());
                    rewritten();
                }
            }
        }

        void rewrite(String text, Consumer<String> save) {
            saving = save;
            field.setText(text);
            field.requestFocus();
            field.end();
            rewriting.setVisible(true);
            rewriting.setManaged(true);
        }

        private void rewritten() {
            saving = null;
            field.clear();
            rewriting.setVisible(false);
            rewriting.setManaged(false);
        }

        void show(boolean changed) {
            boolean open = scenario.isRunning() && scenario.seats().get(seat).isOpen();
            dot.setState(open ? StateDot.State.OPEN : StateDot.State.IDLE);
            head.setText(headline(seat));
            String why = problem(seat);
            problem.setText(why);
            problem.setVisible(!why.isEmpty());
            problem.setManaged(!why.isEmpty());
            if (changed) {
                lines.getChildren().setAll(lines(seat));
            }
        }
    }
}
