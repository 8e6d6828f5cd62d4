package org.icws.testbench.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import org.icws.testbench.control.DropHint;

/** Files that are dragged onto a window: it shows that it takes them, and hands over those that are dropped. */
final class DroppedFiles {

    private DroppedFiles() {}

    /**
     * Takes files that are dropped on a window.
     *
     * @param layers the sign that the window takes them is laid over its children
     */
    static void accept(Scene scene, StackPane layers, Consumer<List<Path>> opener) {
        DropHint hint = new DropHint();
        layers.getChildren().add(hint);
        scene.setOnDragOver(e -> {
            if (e.getDragboard().hasFiles()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
                hint.show(() -> files(e.getDragboard()).size());
            }
        });
        scene.setOnDragExited(e -> hint.hide());
        scene.setOnDragDropped((DragEvent e) -> {
            hint.hide();
            List<File> dropped = files(e.getDragboard());
            if (!dropped.isEmpty()) {
                opener.accept(dropped.stream().map(File::toPath).toList());
            }
            e.setDropCompleted(!dropped.isEmpty());
            e.consume();
        });
    }

    private static List<File> files(Dragboard board) {
        return board.hasFiles() ? board.getFiles() : List.of();
    }
}
