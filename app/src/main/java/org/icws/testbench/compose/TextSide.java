package org.icws.testbench.compose;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A value as text, in colours by meaning; what does not fit is underlined and named below. A text with a very long line is
 * shown without colours: an area that has them takes seconds for a million characters in a line, a plain one a tenth.
 */
final class TextSide extends VBox {

    // Texts are matched possessively: else the pattern calls itself for every character, and a long text is no match
    // but an overflow.
    private static final Pattern CANDID = Pattern.compile("(?<str>\"(?:[^\"\\\\]|\\\\.)*+\"?)"
            + "|(?<tag>\\b(?:record|variant|vec|opt|principal|blob|service|func|null|true|false)\\b)"
            + "|(?<faint>:\\s*\\w+|[{}();=])"
            + "|(?<num>[+-]?\\b\\d[\\w.]*)");
    private static final Pattern JSON = Pattern.compile("(?<key>\"(?:[^\"\\\\]|\\\\.)*+\"(?=\\s*:))"
            + "|(?<str>\"(?:[^\"\\\\]|\\\\.)*+\"?)"
            + "|(?<tag>\\b(?:null|true|false)\\b)"
            + "|(?<faint>[{}\\[\\]:,])"
            + "|(?<num>-?\\b\\d[\\w.+-]*)");

    /** Of a longer text nobody reads the colours, and they take longer than the text itself. */
    private static final int MOST_COLOURED = 50_000;

    private static final int LONGEST_LINE = 10_000;

    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);

    private final ValueEditor editor;
    private final CodeArea area = Nodes.leftByTab(new CodeArea());
    private final VirtualizedScrollPane<CodeArea> coloured = new VirtualizedScrollPane<>(area);
    private final TextArea plain = Nodes.leftByTab(new TextArea());
    private final Label colourless =
            Nodes.label("Shown without colours: a line is longer than 10,000 characters.", "t-caption");
    private final Label title = Nodes.label("Candid text", "t-heading");
    private final Label problem = Nodes.label("", "t-small", "fg-fail");
    private final Label size = Nodes.label("", "t-caption");
    private final StackPane frame = new StackPane();
    private boolean writing;
    private boolean editing;
    private int marked = -1;

    TextSide(ValueEditor editor) {
        super(8);
        this.editor = editor;
        prepareAreas();
        frame.getChildren().add(coloured);
        frame.getStyleClass().add("code-frame");
        frame.setMinHeight(60);
        VBox.setVgrow(frame, Priority.ALWAYS);
        SegmentedControl format = new SegmentedControl(0, "Candid", "JSON", "Hex");
        format.onChange(i -> editor.setFormat(ValueEditor.Format.values()[i]));
        editor.formatProperty().addListener((o, old, now) -> format.choose(now.ordinal()));
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        problem.setGraphic(icon);
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.setId("compose-text-problem");
        HBox head = Nodes.row(8, title, size, Nodes.spacer(), format);
        getChildren().addAll(head, frame, colourless, problem);
        editor.textProperty().addListener(o -> show());
        editor.formatProperty().addListener(o -> show());
        editor.problemProperty().addListener(o -> showProblem());
        editor.valueProperty().addListener(o -> showSize());
        show();
        showProblem();
    }

    private void prepareAreas() {
        area.setId("compose-text");
        area.setWrapText(true);
        area.getStyleClass().add("code-editor");
        area.setAccessibleText("The message as text");
        area.focusedProperty().addListener((o, old, now) -> showFocus(now));
        area.plainTextChanges().subscribe(change -> typed(area.getText(), change.getInsertionEnd()));
        plain.setId("compose-long-text");
        plain.setWrapText(true);
        plain.getStyleClass().add("code-area");
        plain.setAccessibleText("The message as text");
        plain.focusedProperty().addListener((o, old, now) -> showFocus(now));
        plain.textProperty().addListener((o, old, now) -> typed(now, endOfChange(old, now)));
        plain.addEventFilter(KeyEvent.KEY_PRESSED, this::undoWhatMadeItLong);
        showColourless(false);
    }

    private void showFocus(boolean now) {
        frame.getStyleClass().remove("focus");
        if (now) {
            frame.getStyleClass().add("focus");
        }
    }

    private void showColourless(boolean now) {
        colourless.setVisible(now);
        colourless.setManaged(now);
    }

    private static int endOfChange(String old, String now) {
        int same = 0;
        int most = Math.min(old.length(), now.length());
        while (same < most && old.charAt(old.length() - 1 - same) == now.charAt(now.length() - 1 - same)) {
            same++;
        }
        return now.length() - same;
    }

    private void typed(String now, int caret) {
        if (writing) {
            return;
        }
        editing = true;
        editor.editText(now);
        editing = false;
        if (isPlain() != hasLongLine(now)) {
            boolean focused = area.isFocused() || plain.isFocused();
            put(now, caret);
            if (focused) {
                (isPlain() ? plain : area).requestFocus();
            }
        }
        paint();
    }

    /** Writes this into the area that suits it, which takes the other's place. */
    private void put(String text, int caret) {
        boolean isLong = hasLongLine(text);
        writing = true;
        if (isLong) {
            plain.setText(text);
            plain.positionCaret(caret);
        } else {
            if (!area.getText().equals(text)) {
                area.replaceText(text);
            }
            area.moveTo(caret);
            plain.clear();
        }
        writing = false;
        frame.getChildren().setAll(isLong ? plain : coloured);
        showColourless(isLong);
    }

    private boolean isPlain() {
        return frame.getChildren().contains(plain);
    }

    private String shown() {
        return isPlain() ? plain.getText() : area.getText();
    }

    private static boolean hasLongLine(String text) {
        for (int start = 0; text.length() - start > LONGEST_LINE; ) {
            int end = text.indexOf('\n', start);
            if (end < 0 || end - start > LONGEST_LINE) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** What made a line long was done in the coloured area, which can take it back. */
    private void undoWhatMadeItLong(KeyEvent e) {
        if (UNDO.match(e) && !plain.isUndoable() && area.getText().equals(plain.getText())) {
            area.undo();
            e.consume();
        }
    }

    private void show() {
        ValueEditor.Format format = editor.formatProperty().get();
        title.setText(
                switch (format) {
                    case CANDID -> "Candid text";
                    case JSON -> "JSON";
                    case HEX -> "Bytes";
                });
        area.setEditable(format != ValueEditor.Format.HEX);
        plain.setEditable(format != ValueEditor.Format.HEX);
        if (!editing && !shown().equals(editor.textProperty().get())) {
            put(editor.textProperty().get(), 0);
        }
        paint();
        showSize();
    }

    private void showSize() {
        size.setText(editor.ready() ? Format.count(editor.encode().length) + " B" : "");
    }

    private void showProblem() {
        ValueEditor.Problem now = editor.problemProperty().get();
        problem.setVisible(now != null);
        problem.setManaged(now != null);
        frame.getStyleClass().remove("invalid");
        if (now != null) {
            frame.getStyleClass().add("invalid");
            String text = shown();
            String before = text.substring(0, Math.min(now.start(), text.length()));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            problem.setText("Line " + line + ", column " + column + ": " + now.message());
        }
        paint();
        showSize();
    }

    /** Shows the line of a part of the value, whose field has the focus. */
    void mark(String path) {
        if (marked >= 0 && marked < area.getParagraphs().size()) {
            area.setParagraphStyle(marked, List.of());
        }
        marked = -1;
        if (isPlain()) {
            return;
        }
        editor.spanOf(path).ifPresent(span -> {
            int start = Math.min(span.start(), area.getLength());
            marked = area.offsetToPosition(start, org.fxmisc.richtext.model.TwoDimensional.Bias.Forward)
                    .getMajor();
            area.setParagraphStyle(marked, List.of("code-current"));
            area.showParagraphInViewport(marked);
        });
    }

    /** Once for each change of the text: whoever reads it tells of its value and of its problem, too. */
    private void paint() {
        String text = area.getText();
        if (text.isEmpty() || editing || isPlain()) {
            return;
        }
        StyleSpans<Collection<String>> colours = colours(text);
        ValueEditor.Problem now = editor.problemProperty().get();
        if (now != null && now.start() < text.length()) {
            int end = Math.min(text.length(), Math.max(now.end(), now.start() + 1));
            StyleSpansBuilder<Collection<String>> wrong = new StyleSpansBuilder<>();
            wrong.add(Collections.emptyList(), now.start());
            wrong.add(List.of("code-wrong"), end - now.start());
            wrong.add(Collections.emptyList(), text.length() - end);
            colours = colours.overlay(wrong.create(), (a, b) -> b.isEmpty() ? a : b);
        }
        area.setStyleSpans(0, colours);
    }

    private StyleSpans<Collection<String>> colours(String text) {
        StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
        int last = 0;
        if (editor.formatProperty().get() != ValueEditor.Format.HEX && text.length() <= MOST_COLOURED) {
            boolean json = editor.formatProperty().get() == ValueEditor.Format.JSON;
            Matcher match = (json ? JSON : CANDID).matcher(text);
            while (match.find()) {
                spans.add(List.of("code-text"), match.start() - last);
                spans.add(List.of(styleOf(match, json)), match.end() - match.start());
                last = match.end();
            }
        }
        spans.add(List.of("code-text"), text.length() - last);
        return spans.create();
    }

    private static String styleOf(Matcher match, boolean json) {
        for (String group :
                json ? List.of("key", "str", "tag", "faint", "num") : List.of("str", "tag", "faint", "num")) {
            if (match.group(group) != null) {
                return "code-" + group;
            }
        }
        return "code-text";
    }
}
