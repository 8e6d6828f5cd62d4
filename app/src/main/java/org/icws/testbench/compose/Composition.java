package org.icws.testbench.compose;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.MapChangeListener;

/** What is being written: a message, raw bytes, or a text frame. FX thread only. */
final class Composition {

    private final ValueEditor editor = new ValueEditor();
    private final ObjectProperty<Draft.Kind> kind = new SimpleObjectProperty<>(this, "kind", Draft.Kind.MESSAGE);
    private final StringProperty raw = new SimpleStringProperty(this, "raw", "");

    private String bytesProblem = problemOf("");

    Composition() {
        // Asked for with every frame that is painted, and there may be megabytes.
        raw.addListener(o -> bytesProblem = problemOf(raw.get()));
    }

    private static String problemOf(String hex) {
        try {
            return Draft.bytes(hex).length > 0
                    ? null
                    : "There are no bytes yet. The gateway ends the connection for a frame without any.";
        } catch (IllegalArgumentException e) {
            return "Raw bytes are hexadecimal digits, two for each byte.";
        }
    }

    /** Runs an action whenever something else is written. */
    void onChange(Runnable action) {
        editor.valueProperty().addListener(o -> action.run());
        editor.problemProperty().addListener(o -> action.run());
        editor.fieldProblems().addListener((MapChangeListener<String, String>) c -> action.run());
        kind.addListener(o -> action.run());
        raw.addListener(o -> action.run());
    }

    /** What is written, to be kept; {@code canister} is the name of the one it is for. */
    Draft draft(String canister) {
        return switch (kind.get()) {
            case MESSAGE -> new Draft(Draft.Kind.MESSAGE, editor.kept(), editor.summary(), canister);
            case BYTES -> new Draft(Draft.Kind.BYTES, raw.get(), Draft.bytes(raw.get()).length + " bytes", canister);
            case TEXT_FRAME -> new Draft(Draft.Kind.TEXT_FRAME, raw.get(), "“" + raw.get() + "”", canister);
        };
    }

    /** Writes what was kept. */
    void use(Draft draft) {
        kind.set(draft.kind());
        if (draft.kind() == Draft.Kind.MESSAGE) {
            editor.load(draft.body());
        } else {
            raw.set(draft.body());
        }
    }

    /** Begins anew. */
    void clear() {
        if (isMessage()) {
            editor.reset();
        } else {
            raw.set("");
        }
    }

    /** Why it cannot be sent, in a sentence; null if it can. */
    String problem() {
        if (isMessage()) {
            return editor.blocked();
        }
        if (kind.get() == Draft.Kind.TEXT_FRAME) {
            return raw.get().isEmpty() ? "There is no text yet." : null;
        }
        return bytesProblem;
    }

    /** The same as commands for a terminal; only without a problem. */
    CommandLines commands(TestSender as, long nowNanos) {
        return switch (kind.get()) {
            case MESSAGE -> CommandLines.call(as, editor.encode(), nowNanos);
            case BYTES -> CommandLines.bytes(as, Draft.bytes(raw.get()));
            case TEXT_FRAME -> CommandLines.text(as, raw.get());
        };
    }

    boolean isMessage() {
        return kind.get() == Draft.Kind.MESSAGE;
    }

    ValueEditor editor() {
        return editor;
    }

    /** Whether a message, raw bytes or a text frame is written. */
    ObjectProperty<Draft.Kind> kindProperty() {
        return kind;
    }

    /** Raw bytes as hexadecimal digits, or the text of a text frame. */
    StringProperty rawProperty() {
        return raw;
    }
}
