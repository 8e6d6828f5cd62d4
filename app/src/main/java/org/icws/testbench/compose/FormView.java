package org.icws.testbench.compose;

import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidPath;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SearchPicker;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** A value as a form: a row for each field, nested ones behind a line at their left. */
public final class FormView extends VBox {

    private static final double LABEL_WIDTH = 116;
    private static final double INDENT = 15;
    private static final int MOST_SEGMENTS = 4;
    private static final int SEGMENT_CHARACTERS = 34;
    private static final int MOST_ELEMENTS = 200;
    /** A field of one line lays all of it out with each change. */
    private static final int MOST_CHARACTERS = 10_000;

    private final ValueEditor editor;
    private final Consumer<String> focused;

    /** @param focused told of the part whose field has the focus */
    public FormView(ValueEditor editor, Consumer<String> focused) {
        super(8);
        this.editor = editor;
        this.focused = focused;
        getStyleClass().add("value-form");
        editor.structureProperty().addListener(o -> rebuild());
        rebuild();
    }

    /** What had the focus, or what has come into its place, has it again: whoever adds elements by keyboard adds more than one. */
    private void rebuild() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        List<Node> before = Nodes.traversables(this);
        int at = before.indexOf(owner);
        build();
        List<Node> now = at < 0 ? List.of() : Nodes.traversables(this);
        if (!now.isEmpty()) {
            now.stream()
                    .filter(node -> node.getId() != null && node.getId().equals(owner.getId()))
                    .findFirst()
                    .orElse(now.get(Math.min(at, now.size() - 1)))
                    .requestFocus();
        }
    }

    private void build() {
        getChildren().clear();
        MessageType type = editor.typeProperty().get();
        if (!type.isKnown() || editor.valueProperty().get() == null) {
            return;
        }
        CandidType root = type.type().resolved();
        if (root instanceof CandidType.Record record) {
            getChildren().addAll(fields(record, CandidPath.ROOT, 0));
        } else {
            getChildren().add(row(root instanceof CandidType.Variant ? "message" : "value", type.type(), "", 0));
        }
    }

    private List<Node> fields(CandidType.Record record, String path, int depth) {
        return record.fields().stream()
                .map(f -> row(f.label(), f.type(), CandidPath.child(path, f.label()), depth))
                .toList();
    }

    /** A row, and below it whatever the part contains. */
    private Node row(String label, CandidType declared, String path, int depth) {
        CandidType type = declared.resolved();
        Label name = Nodes.label(label, "strong", "t-small");
        Label kind = Nodes.label(declared.summary(), "t-mono-sm", "faint");
        kind.setTooltip(new Tooltip(declared.summary()));
        VBox head = new VBox(name, kind);
        double width = Math.max(70, LABEL_WIDTH - depth * INDENT);
        head.setMinWidth(width);
        head.setPrefWidth(width);
        head.setMaxWidth(width);
        Node field = field(label, type, path);
        name.setLabelFor(field);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox row = new HBox(8, head, field);
        row.setAlignment(Pos.TOP_LEFT);
        VBox all = new VBox(8, row);
        Node inside = inside(type, path, depth);
        if (inside != null) {
            all.getChildren().add(inside);
        }
        return all;
    }

    private Node field(String label, CandidType type, String path) {
        if (type instanceof CandidType.Variant variant) {
            return cases(label, variant, path);
        }
        if (type instanceof CandidType.Opt) {
            return present(label, path);
        }
        if (type instanceof CandidType.Vec vec && !vec.isBlob()) {
            return elements(vec, path);
        }
        if (type instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.BOOL) {
            return bool(label, path);
        }
        if (type instanceof CandidType.Primitive || type instanceof CandidType.Vec) {
            int length = editor.leafText(path).length();
            return length > MOST_CHARACTERS
                    ? Nodes.label(Format.count(length, "character") + ", on the text side", "t-small", "muted")
                    : leaf(label, type, path);
        }
        String note = type instanceof CandidType.Record ? "" : "is written on the text side";
        return Nodes.label(note, "t-small", "muted");
    }

    private Node inside(CandidType type, String path, int depth) {
        if (type instanceof CandidType.Record record) {
            return nested(fields(record, path, depth + 1));
        }
        CandidValue value = editor.at(path).value();
        if (type instanceof CandidType.Variant variant) {
            CandidType.Field chosen =
                    variant.find(value.asVariant().id()).orElse(variant.cases().get(0));
            return content(chosen.type(), CandidPath.child(path, chosen.label()), depth);
        }
        if (type instanceof CandidType.Opt opt && value instanceof CandidValue.Opt there && there.value() != null) {
            return content(opt.element(), CandidPath.child(path, CandidPath.CONTENT), depth);
        }
        if (type instanceof CandidType.Vec vec && !vec.isBlob()) {
            return list(vec, value.asList().size(), path, depth);
        }
        return null;
    }

    /** The content of a case or an opt: the fields of a record without a row for the record itself. */
    private Node content(CandidType declared, String path, int depth) {
        CandidType type = declared.resolved();
        if (type instanceof CandidType.Record record) {
            return record.fields().isEmpty() ? null : nested(fields(record, path, depth + 1));
        }
        if (type instanceof CandidType.Primitive p && p.kind() == CandidType.Kind.NULL) {
            return null;
        }
        return nested(List.of(row("value", declared, path, depth + 1)));
    }

    private static Node nested(List<Node> rows) {
        VBox box = new VBox(8);
        box.getChildren().addAll(rows);
        box.getStyleClass().add("nested");
        return box;
    }

    private Node list(CandidType.Vec vec, int size, String path, int depth) {
        VBox rows = new VBox(8);
        rows.getStyleClass().add("nested");
        for (int i = 0; i < Math.min(size, MOST_ELEMENTS); i++) {
            int index = i;
            Button remove = Nodes.iconButton("fth-x", "Remove element " + i);
            remove.setOnAction(e -> editor.remove(path, index));
            Node row = row(Integer.toString(i), vec.element(), CandidPath.child(path, i), depth + 1);
            HBox.setHgrow(row, Priority.ALWAYS);
            rows.getChildren().add(new HBox(4, row, remove));
        }
        if (size > MOST_ELEMENTS) {
            rows.getChildren().add(Nodes.label((size - MOST_ELEMENTS) + " more on the text side", "t-small", "muted"));
        }
        return size == 0 ? null : rows;
    }

    private Node cases(String label, CandidType.Variant variant, String path) {
        List<CandidType.Field> cases = variant.cases();
        long chosen = editor.at(path).value().asVariant().id();
        int index = 0;
        int characters = 0;
        for (int i = 0; i < cases.size(); i++) {
            index = cases.get(i).id() == chosen ? i : index;
            characters += cases.get(i).label().length();
        }
        if (cases.size() <= MOST_SEGMENTS && characters <= SEGMENT_CHARACTERS) {
            SegmentedControl control = new SegmentedControl(
                    index, cases.stream().map(CandidType.Field::label).toArray(String[]::new));
            control.onChange(i -> editor.choose(path, cases.get(i)));
            return new HBox(control);
        }
        SearchPicker<CandidType.Field> box = new SearchPicker<>(
                FXCollections.observableArrayList(cases), "Case of " + label, CandidType.Field::label);
        box.setTooltip(new Tooltip("The case of this variant; type a part of its name to find it"));
        box.chosenProperty().set(cases.get(index));
        box.chosenProperty().addListener((o, old, now) -> editor.choose(path, now));
        return box;
    }

    private Node present(String label, String path) {
        boolean there = editor.at(path).value().asOptional().isPresent();
        Switch toggle = new Switch(label + " is there");
        toggle.onProperty().set(there);
        toggle.onProperty().addListener((o, old, now) -> editor.setPresent(path, now));
        HBox row = Nodes.row(8, toggle, Nodes.label(there ? "there" : "absent", "t-small", "muted"));
        row.setMinHeight(28);
        return row;
    }

    private Node elements(CandidType.Vec vec, String path) {
        Button add = Nodes.button("fth-plus", "Add " + vec.element().summary());
        add.setOnAction(e -> editor.add(path));
        int size = editor.at(path).value().asList().size();
        return Nodes.row(8, add, Nodes.label(size == 0 ? "empty" : Integer.toString(size), "t-small", "muted"));
    }

    private Node bool(String label, String path) {
        Switch toggle = new Switch(label);
        toggle.onProperty().set(Boolean.parseBoolean(editor.leafText(path)));
        Label word = Nodes.label(editor.leafText(path), "t-small", "muted");
        toggle.onProperty().addListener((o, old, now) -> {
            editor.editLeaf(path, now.toString());
            word.setText(now.toString());
        });
        HBox row = Nodes.row(8, toggle, word);
        row.setMinHeight(28);
        return row;
    }

    private Node leaf(String label, CandidType type, String path) {
        TextField field = new LeafField(editor.leafText(path), whole -> takesLong(type, path, whole));
        field.setId("field-" + path.replace('.', '-'));
        field.getStyleClass().add("mono-field");
        field.setAccessibleText(label + ", " + type.summary());
        if (type instanceof CandidType.Vec) {
            field.setPromptText("text, or bytes as 0x0a1b…");
        }
        field.focusedProperty().addListener((o, old, now) -> {
            if (now) {
                focused.accept(path);
            }
        });
        Label problem = Nodes.label("", "t-small", "fg-fail");
        problem.setGraphic(failIcon());
        problem.setWrapText(true);
        MapChangeListener<String, String> listener = c -> showProblem(field, problem, path);
        editor.fieldProblems().addListener(new javafx.collections.WeakMapChangeListener<>(listener));
        field.setUserData(listener); // lives as long as the field
        showProblem(field, problem, path);
        Node shown = withTime(field, type, path);
        field.textProperty().addListener((o, old, now) -> editor.editLeaf(path, now));
        return new VBox(3, shown, problem);
    }

    /** Takes a text that is too long for a field; the row then says how long it is. */
    private boolean takesLong(CandidType type, String path, String whole) {
        if (whole.length() <= MOST_CHARACTERS) {
            return false;
        }
        try {
            Notation.readLeaf(type, whole);
        } catch (CandidException e) {
            return false; // what is wrong with it is said under the field
        }
        editor.editLeaf(path, whole);
        rebuild();
        return true;
    }

    /** A field for a time can be left to the moment of sending. */
    private Node withTime(TextField field, CandidType type, String path) {
        boolean time = type instanceof CandidType.Primitive p
                && p.kind() == CandidType.Kind.NAT64
                && path.matches("(.*\\.)?(timestamp|time|at_nanos)");
        if (!time && !editor.isSetWhenSent(path)) {
            return field;
        }
        ToggleButton now = new ToggleButton("now", new FontIcon("fth-clock"));
        now.getStyleClass().add("toggle-chip");
        now.setId("now-" + path.replace('.', '-'));
        now.setMinWidth(USE_PREF_SIZE);
        now.setTooltip(new Tooltip("Sets it to the time of sending, in nanoseconds since 1970"));
        now.setSelected(editor.isSetWhenSent(path));
        now.selectedProperty().addListener((o, old, on) -> editor.setWhenSent(path, on));
        Availability.set(
                field, now.isSelected() ? "It is set when the message is sent; turn “now” off to write a time." : null);
        if (now.isSelected()) {
            field.setText("set when it is sent");
        }
        HBox.setHgrow(field, Priority.ALWAYS);
        return Nodes.row(6, field, now);
    }

    private static FontIcon failIcon() {
        FontIcon icon = new FontIcon("fth-x-circle");
        icon.getStyleClass().add("fg-fail");
        return icon;
    }

    private void showProblem(TextField field, Label problem, String path) {
        String words = editor.fieldProblems().get(path);
        problem.setText(words == null ? "" : words);
        problem.setVisible(words != null);
        problem.setManaged(words != null);
        field.getStyleClass().remove("invalid");
        if (words != null) {
            field.getStyleClass().add("invalid");
        }
    }
}
