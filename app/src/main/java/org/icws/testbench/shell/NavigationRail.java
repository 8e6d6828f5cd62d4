package org.icws.testbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.kordamp.ikonli.javafx.FontIcon;

/** The list of pages at the left edge; icons only while the window is narrow. */
final class NavigationRail extends VBox {

    private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");

    private final ShellViewModel model;
    private final List<Node> wideOnly = new ArrayList<>();
    private final List<Node> narrowOnly = new ArrayList<>();

    NavigationRail(ShellViewModel model) {
        this.model = model;
        getStyleClass().add("nav-rail");
        String section = "";
        int digit = 1;
        for (ViewId id : ViewId.values()) {
            if (id.section().isEmpty()) {
                continue;
            }
            if (!id.section().equals(section)) {
                addSection(id.section(), section.isEmpty());
                section = id.section();
            }
            getChildren().add(item(id, id == ViewId.SETTINGS ? 0 : digit++));
        }
        model.narrowProperty().addListener(o -> showWidth());
        showWidth();
    }

    private void addSection(String name, boolean first) {
        Label title = Nodes.label(name, "nav-section");
        if (first) {
            title.getStyleClass().add("first");
        }
        wideOnly.add(title);
        getChildren().add(title);
        if (!first) {
            Region line = new Region();
            line.getStyleClass().addAll("divider", "nav-divider");
            narrowOnly.add(line);
            getChildren().add(line);
        }
    }

    private HBox item(ViewId id, int digit) {
        Label title = Nodes.words(id.title());
        Label count = Nodes.label("", "count");
        count.textProperty().bind(model.countProperty(id));
        count.setMinWidth(USE_PREF_SIZE);
        HBox.setMargin(count, new Insets(0, 0, 0, -7)); // the longest title and four digits fit
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        wideOnly.addAll(List.of(title, count));
        StackPane icon = new StackPane(new FontIcon(id.icon()), dot(count));
        icon.setMaxHeight(USE_PREF_SIZE); // the dot stands at the icon's corner, not at the row's
        HBox item = new HBox(icon, title, count);
        item.setId("nav-" + id.name().toLowerCase(java.util.Locale.ROOT));
        item.getStyleClass().add("nav-item");
        item.setAccessibleRole(AccessibleRole.BUTTON);
        item.setAccessibleText(id.title());
        item.setFocusTraversable(true);
        Tooltip tip = new Tooltip();
        Tooltip.install(item, tip);
        item.setOnMouseClicked(e -> open(id));
        item.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
                open(id);
            }
        });
        Runnable show = () -> {
            String why = model.unavailable(id);
            item.pseudoClassStateChanged(UNAVAILABLE, why != null);
            String many = count.getText().isEmpty() ? "" : ": " + count.getText();
            tip.setText(why != null ? why : id.title() + many + " (" + keys(digit) + ")");
            boolean selected = model.viewProperty().get() == id;
            item.getStyleClass().remove("selected");
            if (selected) {
                item.getStyleClass().add("selected");
            }
        };
        model.viewProperty().addListener(o -> show.run());
        model.runningProperty().addListener(o -> show.run());
        count.textProperty().addListener(o -> show.run());
        show.run();
        return item;
    }

    /** Says in the narrow rail, which has no room for it, that there is something to count. */
    private Region dot(Label count) {
        Region dot = new Region();
        dot.getStyleClass().add("nav-dot");
        dot.setMouseTransparent(true);
        dot.setManaged(false);
        dot.resizeRelocate(14, -2, 6, 6);
        dot.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.narrowProperty().get()
                                && !count.getText().isEmpty()
                                && !count.getText().equals("0"),
                        model.narrowProperty(),
                        count.textProperty()));
        return dot;
    }

    private static String keys(int digit) {
        return digit == 0 ? "Ctrl+," : "Ctrl+" + digit;
    }

    private void open(ViewId id) {
        if (model.unavailable(id) == null) {
            model.viewProperty().set(id);
        }
    }

    private void showWidth() {
        boolean narrow = model.narrowProperty().get();
        getStyleClass().remove("narrow");
        if (narrow) {
            getStyleClass().add("narrow");
        }
        wideOnly.forEach(n -> setShown(n, !narrow));
        narrowOnly.forEach(n -> setShown(n, narrow));
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
