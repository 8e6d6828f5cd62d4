package org.icws.testbench.shell;

import java.lang.management.ManagementFactory;
import javafx.scene.Group;
import javafx.scene.Scene;

/**
 * The first window after a build writes down which classes it used, and later ones map them instead of loading them. Pages
 * it never opened would stay slow to open for ever after; so they are opened when it has been closed. FX thread only.
 */
final class NextStart {

    private static final String ARCHIVING = "-XX:ArchiveClassesAtExit";

    private NextStart() {}

    /** Whether this is the window that writes its classes down. */
    static boolean isPreparedHere() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith(ARCHIVING));
    }

    /** Makes each page as if it had been opened, and shows the one before again. */
    static void openPages(CompositionRoot root) {
        moveToFreshScene(root);
        ViewId before = root.shell().viewProperty().get();
        for (ViewId page : ViewId.values()) {
            open(root, page);
        }
        open(root, before);
    }

    /** JavaFX forgets the style sheets of a scene whose window has been closed; those of one never shown it keeps. */
    private static void moveToFreshScene(CompositionRoot root) {
        Scene closed = root.view().getScene();
        closed.setRoot(new Group());
        root.themes().install(new Scene(root.view(), closed.getWidth(), closed.getHeight()));
    }

    private static void open(CompositionRoot root, ViewId page) {
        root.shell().viewProperty().set(page);
        root.view().applyCss();
        root.view().layout();
    }
}
