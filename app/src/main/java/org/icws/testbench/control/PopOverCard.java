package org.icws.testbench.control;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.icws.testbench.theme.ThemeManager;

/** A card that opens below what was clicked; a second click there closes it. Made when it is first wanted. */
public final class PopOverCard {

    private final String id;
    private final double width;
    private final PopOver.ArrowLocation arrow;
    private final Supplier<VBox> content;
    private PopOver popOver;

    /**
     * A card that is not made yet.
     *
     * @param arrow where its arrow points from
     * @param content makes what it shows; asked once
     */
    public PopOverCard(String id, double width, PopOver.ArrowLocation arrow, Supplier<VBox> content) {
        this.id = id;
        this.width = width;
        this.arrow = arrow;
        this.content = content;
    }

    /**
     * Opens below the owner, or closes if it is open.
     *
     * @return whether it is open now
     */
    public boolean toggle(Node owner) {
        if (popOver != null && popOver.isShowing()) {
            popOver.hide();
            return false;
        }
        if (popOver == null) {
            popOver = make();
        }
        popOver.show(owner, 4);
        return true;
    }

    /** Closes it, if it is open. */
    public void hide() {
        if (popOver != null) {
            popOver.hide();
        }
    }

    private PopOver make() {
        VBox card = content.get();
        card.getStyleClass().add("trust-popover");
        card.setPrefWidth(width);
        PopOver made = new PopOver(card);
        made.setId(id);
        made.getRoot().getStylesheets().add(ThemeManager.popOverSheet());
        made.setArrowLocation(arrow);
        made.setDetachable(false);
        made.setAnimated(false);
        return made;
    }
}
