package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** Small builders for the parts that every page uses. */
public final class Nodes {

    /** Names of items that are ticked stand in a column, what they mean in the next one. */
    private static final double CHECK_NAME = 68;

    private Nodes() {}

    /** Lets Tab lead out of an area, which would write it otherwise: whoever has no mouse could not leave. Gives the area. */
    public static <T extends Node> T leftByTab(T area) {
        area.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.TAB && !e.isAltDown() && !e.isControlDown() && !e.isMetaDown()) {
                List<Node> all = traversables(area.getScene().getRoot());
                int step = e.isShiftDown() ? all.size() - 1 : 1;
                all.get((all.indexOf(area) + step) % all.size()).requestFocus();
                e.consume();
            }
        });
        return area;
    }

    /** A label with style classes. Where there is no room for all of its text, a tooltip has it. */
    public static Label label(String text, String... styles) {
        Label label = words(text);
        label.getStyleClass().addAll(styles);
        // Only when somebody points at it: most labels are never read that way.
        label.addEventFilter(MouseEvent.MOUSE_ENTERED, e -> tellWhole(label));
        return label;
    }

    /**
     * A label without more. Its style class is its own: those of the toolkit have rules for labels in every control there is, and
     * all of them are tried on each label of a page that opens.
     */
    public static Label words(String text) {
        Label label = new Label(text);
        label.getStyleClass().setAll("words");
        return label;
    }

    /** Whether there is no room for all of its text. */
    public static boolean isCutOff(Labeled labeled) {
        return !labeled.isWrapText()
                && labeled.getText() != null
                && !labeled.getText().isEmpty()
                && labeled.getWidth() + 0.5 < wanted(labeled);
    }

    /** A cell wants to be as wide as its column, whatever is in it. */
    private static double wanted(Labeled labeled) {
        if (!(labeled instanceof IndexedCell)) {
            return labeled.prefWidth(-1);
        }
        Text text = new Text(labeled.getText());
        text.setFont(labeled.getFont());
        return text.getLayoutBounds().getWidth() + labeled.snappedLeftInset() + labeled.snappedRightInset();
    }

    private static void tellWhole(Label label) {
        boolean cut = isCutOff(label);
        if (cut && label.getTooltip() == null) {
            label.setTooltip(whole(label));
        } else if (!cut && label.getTooltip() instanceof Whole) {
            label.setTooltip(null);
        }
    }

    /** A tooltip with all of its text, now and whenever it changes. */
    static Tooltip whole(Labeled labeled) {
        Whole whole = new Whole();
        whole.textProperty().bind(labeled.textProperty());
        return whole;
    }

    /** Says what a label has no room for; one that explains something takes its place. */
    private static final class Whole extends Tooltip {

        private static final double WIDEST = 480;

        Whole() {
            setWrapText(true);
            setMaxWidth(WIDEST);
        }
    }

    /** Takes the free width of a row. */
    public static Region spacer() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /** A button with an icon and a verb. */
    public static Button button(String icon, String text, String... styles) {
        Button button = new Button(text, icon == null ? null : new FontIcon(icon));
        button.setMnemonicParsing(false); // names of canisters have underscores
        button.setGraphicTextGap(7);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().addAll(styles);
        return button;
    }

    /** A button that shows only an icon; the words go to the tooltip and to screen readers. */
    public static Button iconButton(String icon, String words) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("quiet", "icon-only");
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        return button;
    }

    /** An item of a menu; its words stay as they are, underscores too. */
    public static MenuItem menuItem(String words, Runnable deed) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(e -> deed.run());
        return item;
    }

    /**
     * An item of a menu that is ticked or not. The menu stays open, as one seldom wants to change a single one.
     *
     * @param words what is shown while it is ticked
     * @param meaning what that is, beside the words; may be empty
     * @param change is told every change that somebody makes
     */
    public static CustomMenuItem checkItem(String words, String meaning, boolean ticked, Consumer<Boolean> change) {
        FontIcon tick = new FontIcon("fth-check");
        tick.getStyleClass().add("tick");
        Label name = label(words, "check-name");
        name.setMinWidth(CHECK_NAME);
        HBox line = row(8, tick, name, label(meaning, "muted"));
        CustomMenuItem item = new CustomMenuItem(line, false);
        // Of itself the toolkit takes only clicks on the words, not beside them.
        line.parentProperty().addListener((o, old, now) -> {
            if (now != null) {
                now.setOnMouseClicked(e -> {
                    if (e.getTarget() == now && !item.isDisable()) {
                        item.getOnAction().handle(new ActionEvent(item, item));
                    }
                });
            }
        });
        item.getStyleClass().add("check-item");
        line.setAccessibleRole(AccessibleRole.CHECK_MENU_ITEM);
        Consumer<Boolean> show = now -> {
            tick.setVisible(now);
            line.setAccessibleText(words + (now ? ", shown" : ", hidden"));
        };
        show.accept(ticked);
        item.setOnAction(e -> {
            show.accept(!tick.isVisible());
            change.accept(tick.isVisible());
        });
        return item;
    }

    /** A card: the nodes of its head in a row, below it the body, which grows. */
    public static VBox card(Node body, Node... head) {
        VBox card = new VBox();
        card.getStyleClass().add("card");
        card.setMinHeight(0);
        if (head.length > 0) {
            HBox row = new HBox(8, head);
            row.getStyleClass().add("card-head");
            for (Node node : head) {
                boolean heading = node == head[0] && node.getStyleClass().contains("t-heading");
                if (heading && node instanceof Label label && !label.getText().isEmpty()) {
                    label.setMinWidth(Region.USE_PREF_SIZE); // notes give way first
                }
            }
            card.getChildren().add(row);
        }
        card.getChildren().add(body);
        VBox.setVgrow(body, Priority.ALWAYS);
        return card;
    }

    /** A page head: the title, then the given nodes. */
    public static HBox pageHead(String title, Node... rest) {
        HBox head = new HBox(10, label(title, "t-title"));
        head.getStyleClass().add("page-head");
        head.getChildren().get(0).setFocusTraversable(false);
        ((Label) head.getChildren().get(0)).setMinWidth(Region.USE_PREF_SIZE);
        head.getChildren().addAll(rest);
        return head;
    }

    /** A page: blocks below each other that never push the status bar out. */
    public static VBox page(Node... blocks) {
        VBox page = new VBox(blocks);
        page.getStyleClass().add("page");
        page.setMinHeight(0);
        return page;
    }

    /** Rounds the lower corners of a table or another square node that fills a card. */
    public static void clipRound(Region node, double radius) {
        Rectangle clip = new Rectangle();
        clip.setArcWidth(2 * radius);
        clip.setArcHeight(2 * radius);
        clip.widthProperty().bind(node.widthProperty());
        clip.heightProperty().bind(node.heightProperty());
        node.setClip(clip);
    }

    /** A scroll pane without a frame whose content takes the width. */
    public static ScrollPane scroll(Region content) {
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.getStyleClass().add("plain-scroll");
        pane.setMinHeight(0);
        return pane;
    }

    /** A row of nodes, centred vertically. */
    public static HBox row(double gap, Node... nodes) {
        HBox row = new HBox(gap, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** Gives everything in the window its place now, for what opens beside it. */
    public static void layOut(Node node) {
        Parent root = node.getScene().getRoot();
        root.applyCss();
        root.layout();
    }

    /** Puts text on the clipboard. */
    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** What the Tab key would stop at inside a node, in its order. */
    public static List<Node> traversables(Parent inside) {
        List<Node> all = new ArrayList<>();
        for (Node child : inside.getChildrenUnmodifiable()) {
            if (child.isVisible() && !child.isDisabled()) {
                if (child.isFocusTraversable()) {
                    all.add(child);
                }
                if (child instanceof Parent parent) {
                    all.addAll(traversables(parent));
                }
            }
        }
        return all;
    }
}
