package org.icws.testbench.keys;

import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Lets the menu key and Shift+F10 do what a right click does. On Windows the system tells JavaFX so; for GTK and macOS JavaFX
 * knows the right mouse button alone, and what stands in a row's menu could not be reached without a mouse.
 */
public final class MenuKey {

    private static final KeyCombination SHIFT_F10 = KeyCombination.valueOf("Shift+F10");
    private static final double INDENT = 40;

    private MenuKey() {}

    /** Listens to the scene's keys from now on. */
    public static void install(Scene scene) {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        scene.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.CONTEXT_MENU || SHIFT_F10.match(e)) {
                ask(scene.getFocusOwner());
                e.consume();
            }
        });
    }

    private static void ask(Node focused) {
        if (focused == null) {
            return;
        }
        Node at = focused.lookupAll(".indexed-cell").stream()
                .filter(cell -> cell instanceof IndexedCell<?> row && row.isSelected() && row.isVisible())
                .findFirst()
                .orElse(focused);
        Bounds box = at.getLayoutBounds();
        double x = at == focused ? box.getCenterX() : box.getMinX() + INDENT;
        Point2D screen = at.localToScreen(x, at == focused ? box.getCenterY() : box.getMaxY());
        if (screen == null) {
            return; // it is not shown
        }
        Point2D here = focused.screenToLocal(screen);
        Event.fireEvent(
                focused,
                new ContextMenuEvent(
                        ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                        here.getX(),
                        here.getY(),
                        screen.getX(),
                        screen.getY(),
                        true,
                        null));
    }
}
