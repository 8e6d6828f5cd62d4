package org.icws.testbench.control;

import javafx.animation.AnimationTimer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.HiddenSidesPane;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What stands at the left of a page while it is pinned and there is room; otherwise it slides over the page from behind a
 * handle, on ControlsFX's pane with hidden sides, and goes when it is left. FX thread only.
 *
 * <p>It opens by its handle and by key, not under a passing pointer: the way to the navigation leads over that edge.
 */
public final class SideDrawer extends StackPane {

    private static final Duration SLIDE = Duration.millis(180);
    private static final double GAP = 12;

    private final Region side;
    private final Region content;
    private final double leastWidth;
    private final String name;
    private final HiddenSidesPane sides = new HiddenSidesPane();
    private final VBox drawer = new VBox();
    private final HBox row = new HBox(GAP);
    private final ToggleButton pin = new ToggleButton(null, new FontIcon("fth-bookmark"));
    private final Button handle;
    private final VBox edge;
    private final BooleanProperty pinned = new SimpleBooleanProperty(this, "pinned", true);
    private final BooleanProperty lessMotion = new SimpleBooleanProperty(this, "lessMotion");
    private final ReadOnlyBooleanWrapper docked = new ReadOnlyBooleanWrapper(this, "docked", true);
    private final ChangeListener<Node> focusMoved = (o, old, now) -> focusMoved(now);
    private Node before;

    /** A width is set while the window is laid out, and what is moved then is not laid out again. */
    private final AnimationTimer widthChanged = new AnimationTimer() {
        @Override
        public void handle(long now) {
            stop();
            place();
        }
    };

    /**
     * @param name what it holds: "saved messages and history"
     * @param leastWidth below this width of the whole there is no room for both
     */
    public SideDrawer(Region side, Region content, String name, double leastWidth) {
        this.side = side;
        this.content = content;
        this.name = name;
        this.leastWidth = leastWidth;
        this.handle = Nodes.iconButton("fth-sidebar", "Show " + name + " (F6)");
        this.edge = new VBox(handle);
        handle.setId("drawer-handle");
        handle.setOnAction(e -> open());
        edge.getStyleClass().add("drawer-edge");
        makePin();
        drawer.getStyleClass().add("drawer");
        VBox.setVgrow(side, Priority.ALWAYS);
        HBox.setHgrow(content, Priority.ALWAYS);
        row.setMinSize(0, 0);
        sides.setTriggerDistance(0);
        sides.setAnimationDelay(Duration.ZERO);
        sides.setContent(row);
        // Not as wide as both would like to be: then there would always seem to be room.
        sides.setMinSize(0, 0);
        setMinSize(0, 0);
        getChildren().add(sides);
        lessMotion.addListener((o, old, now) -> sides.setAnimationDuration(now ? Duration.ONE : SLIDE));
        sides.setAnimationDuration(SLIDE);
        pinned.addListener(o -> place());
        widthProperty().addListener(o -> widthChanged.start());
        docked.addListener(o -> arrange());
        drawer.visibleProperty().addListener((o, old, now) -> {
            if (now && isOpen()) {
                focusSide();
            }
        });
        sides.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        // Lists use Escape up, although they edit nothing.
        drawer.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE && isOpen()) {
                close(true);
                e.consume();
            }
        });
        arrange();
    }

    private void makePin() {
        pin.setId("drawer-pin");
        pin.getStyleClass().addAll("toggle-chip", "icon-only");
        pin.selectedProperty().bindBidirectional(pinned);
        pin.setTooltip(new Tooltip());
        pin.setAccessibleText("Keep " + name + " beside the page");
        pinned.addListener(o -> sayPin());
        sayPin();
    }

    private void sayPin() {
        pin.getTooltip()
                .setText(pinned.get() ? "Let it slide away while it is not used" : "Keep it beside the page for good");
    }

    /** Belongs into the head of what stands in it. */
    public Node pin() {
        return pin;
    }

    /** Whether it stands beside the page while there is room. */
    public BooleanProperty pinnedProperty() {
        return pinned;
    }

    /** Whether it comes without sliding. */
    public BooleanProperty lessMotionProperty() {
        return lessMotion;
    }

    /** Whether it stands beside the page now. */
    public ReadOnlyBooleanProperty dockedProperty() {
        return docked.getReadOnlyProperty();
    }

    /** Whether it lies over the page now. */
    public boolean isOpen() {
        return sides.getPinnedSide() == Side.LEFT;
    }

    /** Puts the focus into it, after opening it where that is needed; from within, back to where it was before. */
    public void swap() {
        if (isOpen() || docked.get() && side.isFocusWithin()) {
            Node back = before;
            close(false);
            (back == null ? content : back).requestFocus();
        } else {
            open();
        }
    }

    /** Lets it slide away, if it lies over the page; gives the focus back to where it was. */
    public void close() {
        close(true);
    }

    private void open() {
        before = getScene() == null ? null : getScene().getFocusOwner();
        if (docked.get()) {
            focusSide();
        } else if (getScene() != null) {
            getScene().focusOwnerProperty().addListener(focusMoved);
            sides.setPinnedSide(Side.LEFT); // the focus follows as soon as the slide has begun
        }
    }

    private void focusSide() {
        Node first = side.lookup(".list-view");
        (first == null ? side : first).requestFocus();
    }

    private void close(boolean giveBack) {
        if (!isOpen()) {
            return;
        }
        sides.setPinnedSide(null);
        sides.hide(); // unpinned while it still slides in, it would stay
        if (getScene() != null) {
            getScene().focusOwnerProperty().removeListener(focusMoved);
        }
        if (giveBack && before != null) {
            before.requestFocus();
        }
        before = null;
    }

    /** Not the drawer's own focusWithin: cells of lists that are clicked confuse that. */
    private void focusMoved(Node now) {
        if (now != null && now != before && !isInside(now)) {
            close(false);
        }
    }

    private boolean isInside(Node node) {
        Node each = node;
        while (each != null && each != drawer) {
            each = each.getParent();
        }
        return each != null;
    }

    private void pressed(MouseEvent e) {
        boolean inside = drawer.contains(drawer.sceneToLocal(e.getSceneX(), e.getSceneY()));
        if (isOpen() && !inside) {
            close(false);
        }
    }

    private void place() {
        boolean room = getWidth() == 0 || getWidth() >= leastWidth;
        docked.set(pinned.get() && room);
        Availability.set(pin, room ? null : "There is no room for it beside the page in this window.");
    }

    /** Beside the page, or behind it. */
    private void arrange() {
        close(false);
        row.getChildren().clear();
        drawer.getChildren().clear();
        if (docked.get()) {
            sides.setLeft(null);
            row.getChildren().addAll(side, content);
        } else {
            drawer.getChildren().add(side);
            sides.setLeft(drawer);
            row.getChildren().addAll(edge, content);
        }
    }
}
