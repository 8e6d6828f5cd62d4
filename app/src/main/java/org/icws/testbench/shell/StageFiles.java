package org.icws.testbench.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.icws.testbench.theme.ThemeManager;

/** File dialogs and further windows of a real window system; files dragged onto the window. */
final class StageFiles implements SessionPart.Files {

    private final Stage owner;
    private final ThemeManager themes;
    private File lastFolder;

    StageFiles(Stage owner, ThemeManager themes) {
        this.owner = owner;
        this.themes = themes;
    }

    @Override
    public Optional<Path> save(String title, String name, String kind, String ending) {
        FileChooser chooser = chooser(title, kind, ending);
        chooser.setInitialFileName(name);
        return chosen(chooser.showSaveDialog(owner));
    }

    @Override
    public Optional<Path> open(String title, String kind, String ending) {
        FileChooser chooser = chooser(title, kind, ending);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("All files", "*"));
        return chosen(chooser.showOpenDialog(owner));
    }

    private FileChooser chooser(String title, String kind, String ending) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, ending));
        if (lastFolder != null && lastFolder.isDirectory()) {
            chooser.setInitialDirectory(lastFolder);
        }
        return chooser;
    }

    private Optional<Path> chosen(File file) {
        if (file != null) {
            lastFolder = file.getParentFile();
        }
        return Optional.ofNullable(file).map(File::toPath);
    }

    @Override
    public void window(String title, Parent content, Runnable closed) {
        Stage stage = new Stage();
        Scene scene = new Scene(content, 1280, 820);
        themes.install(scene);
        stage.setTitle(title);
        stage.getIcons().setAll(owner.getIcons());
        stage.setScene(scene);
        stage.setOnHidden(e -> closed.run());
        stage.show();
    }

    /** Opens session files that are dropped on the scene. */
    static void acceptDrops(Scene scene, SessionPart sessions) {
        scene.setOnDragOver(e -> {
            if (e.getDragboard().hasFiles()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
            }
        });
        scene.setOnDragDropped((DragEvent e) -> {
            List<File> dropped = e.getDragboard().hasFiles() ? e.getDragboard().getFiles() : List.of();
            if (!dropped.isEmpty()) {
                sessions.open(dropped.stream().map(File::toPath).toList());
            }
            e.setDropCompleted(!dropped.isEmpty());
            e.consume();
        });
    }
}
