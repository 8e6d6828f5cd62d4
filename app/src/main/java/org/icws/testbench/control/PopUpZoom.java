package org.icws.testbench.control;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.transform.Scale;
import javafx.stage.PopupWindow;
import javafx.stage.Window;

/**
 * Shows the tooltips, menus and lists of a page in the page's size: they are windows of their own, which a page's scale does not
 * reach. FX thread only.
 */
final class PopUpZoom {

    private static final String SCALE = "pop-up-scale";

    private final ZoomPane page;

    // The list of windows must not keep the page: only this does.
    private final ListChangeListener<Window> listener = this::opened;

    PopUpZoom(ZoomPane page) {
        this.page = page;
        Window.getWindows().addListener(new WeakListChangeListener<>(listener));
    }

    private void opened(ListChangeListener.Change<? extends Window> change) {
        while (change.next()) {
            for (Window each : change.getAddedSubList()) {
                if (each instanceof PopupWindow popUp && isOfPage(popUp)) {
                    fit(popUp.getScene().getRoot().getChildrenUnmodifiable());
                }
            }
        }
    }

    /** A menu's submenu belongs to the menu, which belongs to the window. */
    private boolean isOfPage(PopupWindow popUp) {
        Window owner = popUp.getOwnerWindow();
        while (owner instanceof PopupWindow between) {
            owner = between.getOwnerWindow();
        }
        Scene scene = page.getScene();
        return owner != null && scene != null && owner == scene.getWindow();
    }

    private void fit(ObservableList<Node> content) {
        for (Node node : content) {
            Scale scale = (Scale) node.getProperties().get(SCALE);
            if (scale == null) {
                scale = new Scale(1, 1);
                node.getProperties().put(SCALE, scale);
                node.getTransforms().add(scale);
            }
            scale.setX(page.shown());
            scale.setY(page.shown());
        }
    }
}
