package org.icws.testbench.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;

/** Always the same answer to the question for a file; keeps what would have opened in windows of their own. */
final class OneFile implements SessionPart.Files {

    final List<Parent> opened = new ArrayList<>();
    private final Path file;

    OneFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Path> save(String title, String name, String kind, String ending) {
        return Optional.of(file);
    }

    @Override
    public Optional<Path> open(String title, String kind, String ending) {
        return Optional.of(file);
    }

    @Override
    public void window(String title, Parent content, Runnable closed) {
        opened.add(content);
    }

    @Override
    public void front() {}
}
