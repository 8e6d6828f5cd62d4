package org.icws.testbench.scenarios;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.Caret;
import org.fxmisc.richtext.CaretNode;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.fxmisc.richtext.model.PlainTextChange;
import org.ic4j.types.Principal;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.scenarios.TextOperation.Part;
import org.icws.testbench.store.Format;

/** One person's copy of the text, with the others' cursors in it. */
final class PersonEditor extends VBox {

    /** A cursor's name stands between the lines: a little over the cursor's top, and hides no words of the line above. */
    static final double NAME_OVERLAP = 4;

    /** Of the revision and what is unsent, beside when the last message was verified. */
    private static final double ROOM_FOR_WORDS = 260;

    private static final long RECENT_NANOS = 900_000_000L;

    private record Cursor(CaretNode caret, Label name) {}

    private final DocumentScenario scenario;
    private final int seat;
    private final StyleClassedTextArea area = new StyleClassedTextArea();
    private final Pane names = new Pane();
    private final Map<Principal, Cursor> cursors = new HashMap<>();
    private final Label principal = Nodes.label("", "t-mono-sm", "muted");
    private final Label doing = Nodes.label("", "t-small", "muted");
    private final Label left = Nodes.label("", "t-mono-sm", "muted");
    private final Label right = Nodes.label("", "t-small", "muted");
    private final StateDot dot = new StateDot(StateDot.State.IDLE);
    private boolean writing;
    private long changedAt;

    PersonEditor(DocumentScenario scenario, int seat) {
        this.scenario = scenario;
        this.seat = seat;
        String name = scenario.kind().people().get(seat);
        area.setId("editor-" + seat);
        area.setWrapText(true);
        area.getStyleClass().addAll("document-editor");
        area.setAccessibleText(name + "'s copy of the text");
        area.plainTextChanges().subscribe(this::typed);
        area.caretPositionProperty().addListener((o, old, now) -> {
            if (!writing && area.isFocused()) {
                scenario.caret(seat, codePoints(area.getText(), now));
            }
        });
        names.setMouseTransparent(true);
        names.getStyleClass().add("cursor-names");
        StackPane text = new StackPane(new VirtualizedScrollPane<>(area), names);
        text.setMinHeight(0);
        VBox.setVgrow(text, Priority.ALWAYS);
        VBox body = new VBox(text, Nodes.row(12, left, Nodes.spacer(), dot, right));
        body.getStyleClass().addAll("card-body", "doc");
        body.setMinHeight(0);
        // Where there is little room the name and what is being done stay whole.
        Label heading = Nodes.label(name, "t-heading");
        heading.setMinWidth(USE_PREF_SIZE);
        doing.setMinWidth(USE_PREF_SIZE);
        right.setMinWidth(USE_PREF_SIZE);
        principal.setMinWidth(0);
        left.setMinWidth(0);
        VBox card = Nodes.card(body, People.avatar(seat, name), heading, principal, Nodes.spacer(), doing);
        card.setMinWidth(0);
        VBox.setVgrow(card, Priority.ALWAYS);
        getChildren().add(card);
        setMinSize(0, 0);
    }

    private void typed(PlainTextChange change) {
        if (writing) {
            return;
        }
        String text = area.getText();
        // The walk counts in the text before; up to the change both texts are the same.
        int at = text.codePointCount(0, change.getPosition());
        int removed = DocumentScenario.length(change.getRemoved());
        TextOperation operation = TextOperation.replace(at, removed, change.getInserted());
        changedAt = System.nanoTime();
        scenario.typed(seat, operation);
    }

    void replaced(String text) {
        write(() -> area.replaceText(text));
    }

    void changed(TextOperation change) {
        write(() -> {
            int caret = area.getCaretPosition();
            int at = 0;
            for (Part part : change.parts()) {
                int unit = units(at);
                if (part.isInsert()) {
                    area.insertText(unit, part.insert());
                    at += part.count();
                } else if (part.delete()) {
                    area.deleteText(unit, units(at + part.count()));
                } else {
                    at += part.count();
                }
            }
            if (!area.isFocused()) {
                area.moveTo(Math.min(area.getLength(), units(scenario.caretOf(seat))));
                area.requestFollowCaret(); // in large type not all of the text is in sight
            } else if (caret > area.getLength()) {
                area.moveTo(area.getLength());
            }
        });
        changedAt = System.nanoTime();
    }

    private void write(Runnable change) {
        writing = true;
        try {
            change.run();
        } finally {
            writing = false;
        }
    }

    /** A place in code points as the toolkit's UTF-16 units. */
    private int units(int codePoints) {
        String text = area.getText();
        int most = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, Math.min(codePoints, most));
    }

    private static int codePoints(String text, int units) {
        return text.codePointCount(0, Math.min(units, text.length()));
    }

    /** Shows what is known now. */
    void show(long nowNanos) {
        if (!scenario.isRunning()) {
            return;
        }
        Seat person = scenario.seats().get(seat);
        String id = person.principal().toString();
        principal.setText(id.substring(0, 5) + "…" + id.substring(id.length() - 3));
        SharedText copy = scenario.copy(seat);
        boolean recent = System.nanoTime() - changedAt < RECENT_NANOS;
        doing.setText(copy.unsent() > 0 ? "typing" : recent ? "receiving" : "reading");
        String revision = "rev " + Format.count(Math.max(0, copy.version()));
        boolean roomy = getWidth() > ROOM_FOR_WORDS;
        String few = copy.unsent() == 0 ? "" : " ↑" + copy.unsent();
        left.setText(roomy ? revision + " · " + copy.unsent() + " unsent" : revision + few);
        long verified = scenario.verifiedAt(seat);
        dot.setState(person.isOpen() ? StateDot.State.OPEN : StateDot.State.FAILED);
        right.setText(
                !person.isOpen()
                        ? "connection closed"
                        : verified == 0
                                ? "no message yet"
                                : "verified " + Format.rate(Math.max(0, (nowNanos - verified) / 1e9)) + " s");
        showCursors();
    }

    private void showCursors() {
        Map<Principal, Integer> others = scenario.cursorsOf(seat);
        cursors.entrySet().removeIf(e -> {
            boolean gone = !others.containsKey(e.getKey());
            if (gone) {
                area.removeCaret(e.getValue().caret());
                names.getChildren().remove(e.getValue().name());
            }
            return gone;
        });
        others.forEach((who, at) -> {
            int other = scenario.seatOf(who);
            if (other < 0) {
                return;
            }
            Cursor cursor = cursors.computeIfAbsent(who, w -> make(other));
            int units = units(at);
            if (cursor.caret().getPosition() != units) {
                cursor.caret().moveTo(units);
            }
            place(cursor);
        });
    }

    private Cursor make(int other) {
        String name = scenario.kind().people().get(other);
        CaretNode caret = new CaretNode(name, area, 0);
        caret.setShowCaret(Caret.CaretVisibility.ON); // also while nobody types in this copy
        caret.getStyleClass().addAll("person-caret", People.styleClass(other));
        area.addCaret(caret);
        Label label = Nodes.label(name, "cursor-name", People.styleClass(other));
        names.getChildren().add(label);
        return new Cursor(caret, label);
    }

    private void place(Cursor cursor) {
        Optional<Bounds> bounds = cursor.caret().getCaretBounds();
        Label name = cursor.name();
        name.setVisible(bounds.isPresent());
        bounds.ifPresent(b -> {
            Point2D point = names.screenToLocal(b.getMinX(), b.getMinY());
            if (point != null) {
                name.autosize();
                name.relocate(
                        Math.max(0, Math.min(point.getX(), names.getWidth() - name.getWidth())),
                        Math.max(0, point.getY() - name.getHeight() + NAME_OVERLAP));
            }
        });
    }
}
