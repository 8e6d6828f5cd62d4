package org.icws.testbench.trust;

import java.util.function.BooleanSupplier;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;

/** What can be done in Signatures, for keys and palette. */
public final class SignaturesActions {

    private static final String GROUP = "Signatures";

    private SignaturesActions() {}

    /**
     * Adds them all.
     *
     * @param here whether the page is open
     * @param open opens the page
     */
    public static void addTo(ActionTable table, SignaturesViewModel model, BooleanSupplier here, Runnable open) {
        table.add(
                KeyAction.of(GROUP, "Verify the chosen proof again", "fth-refresh-cw", model::verifyAgain, "R")
                        .in(here)
                        .unless(() -> model.chosenProperty().get() == null ? "Select a proof first." : null),
                KeyAction.of(
                                GROUP,
                                "Next finding: a proof that failed",
                                "fth-arrow-down",
                                () -> {
                                    open.run();
                                    model.nextFinding();
                                },
                                "N")
                        .in(here),
                KeyAction.of(
                                GROUP,
                                "Follow the newest proof, or stay",
                                "fth-chevrons-down",
                                () -> model.followingProperty()
                                        .set(!model.followingProperty().get()),
                                "Space")
                        .in(here));
    }
}
