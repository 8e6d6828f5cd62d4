package org.icws.testbench.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.icws.testbench.keys.FocusRing;
import org.icws.testbench.theme.ThemeManager;

/** File dialogs and further windows of a real window system. */
final class StageFiles implements SessionPart.Files {

    private final Stage owner;
    private final ThemeManager themes;
    private final Consumer<List<Path>> dropped;
    private File lastFolder;

    /** @param dropped opens what is dropped on one of the further windows */
    StageFiles(Stage owner, ThemeManager themes, Consumer<List<Path>> dropped) {
        this.owner = owner;
        this.themes = themes;
        this.dropped = dropped;
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
        StackPane layers = new StackPane(content);
        Scene scene = new Scene(layers, 1280, 820);
        themes.install(scene);
        FocusRing.install(scene);
        DroppedFiles.accept(scene, layers, dropped);
        stage.setTitle(title);
        stage.getIcons().setAll(owner.getIcons());
        stage.setScene(scene);
        stage.setOnHidden(e -> closed.run());
        stage.show();
    }

    @Override
    public void front() {
        owner.setIconified(false);
        owner.toFront();
        owner.requestFocus();
    }
}
