package org.icws.testbench.session;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.Toasts;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.messages.MessageDeeds;
import org.icws.testbench.messages.MessagesActions;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.palette.PaletteView;
import org.icws.testbench.palette.PaletteViewModel;
import org.icws.testbench.palette.ShortcutSheet;
import org.icws.testbench.trust.SignaturesActions;

/** The keys of a recorded session's window, its palette and its sheet of shortcuts. FX thread only. */
final class RecordedKeys {

    private static final double PALETTE_WIDTH = 620;
    private static final double SHEET_WIDTH = 1_040;
    private static final String[] PAGES = {"Messages", "Signatures", "Latency"};

    private final ActionTable actions = new ActionTable();
    private final Overlay overlay;
    private PaletteView palette;
    private ShortcutSheet sheet;

    /**
     * @param shown which page is open, from 0
     * @param open opens a page
     * @param page does something with the view of the messages, which it opens
     */
    RecordedKeys(
            RecordedSession session,
            MessageDeeds deeds,
            Overlay overlay,
            Toasts toasts,
            IntSupplier shown,
            Consumer<Integer> open,
            Consumer<Consumer<MessagesView>> page) {
        this.overlay = overlay;
        BooleanSupplier messages = () -> shown.getAsInt() == 0 && !overlay.isVisible();
        BooleanSupplier proofs = () -> shown.getAsInt() == 1 && !overlay.isVisible();
        for (int i = 0; i < PAGES.length; i++) {
            int index = i;
            actions.add(KeyAction.of(
                    "Go to", PAGES[i], "fth-arrow-right", () -> open.accept(index), "Shortcut+" + (i + 1)));
        }
        new MessagesActions(session.messages(), deeds, messages, page).addTo(actions);
        SignaturesActions.addTo(actions, session.signatures(), proofs, () -> open.accept(1));
        actions.add(
                KeyAction.of("Help", "Search or run a command", "fth-search", this::togglePalette, "Shortcut+K"),
                KeyAction.of("Help", "Show all shortcuts", "fth-help-circle", this::toggleSheet, "F1", "Shift+Slash"));
        actions.onRefusal(reason -> toasts.show("warn", reason));
    }

    void bind(Scene scene) {
        actions.bind(scene);
        Availability.showReasons(scene);
    }

    private void togglePalette() {
        if (palette == null) {
            palette = new PaletteView(new PaletteViewModel(actions::actions, actions::answersTo), overlay::hide);
        }
        if (overlay.shows(palette)) {
            overlay.hide();
        } else {
            overlay.show(palette, PALETTE_WIDTH, Region.USE_PREF_SIZE);
            palette.open();
        }
    }

    private void toggleSheet() {
        if (sheet == null) {
            sheet = new ShortcutSheet(actions::actions);
        }
        if (overlay.shows(sheet)) {
            overlay.hide();
        } else {
            overlay.show(sheet, SHEET_WIDTH, Region.USE_PREF_SIZE);
            sheet.open();
        }
    }
}
