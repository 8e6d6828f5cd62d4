package org.icws.testbench.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The settings in force. Whoever changes one changes it for all who look, and for the next run. FX thread only. */
public final class SettingsModel {

    private static final List<Integer> ZOOMS = List.of(80, 90, 100, 110, 125, 150, 175, 200);

    private final ReadOnlyObjectWrapper<Settings> settings = new ReadOnlyObjectWrapper<>(this, "settings");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final Path dataDirectory;
    private Consumer<Settings> saver = now -> {};

    /** @param dataDirectory where they are kept; null if they are not */
    public SettingsModel(Settings initial, Path dataDirectory) {
        settings.set(initial);
        this.dataDirectory = dataDirectory;
    }

    /** Settings that end with the window. */
    public static SettingsModel notKept() {
        return new SettingsModel(Settings.DEFAULTS, null);
    }

    /** Called with every change, to keep it. */
    public void onChange(Consumer<Settings> keeper) {
        saver = keeper;
    }

    /** Changes them; nothing happens if nothing differs. */
    public void update(UnaryOperator<Settings> change) {
        Settings next = change.apply(settings.get());
        if (!next.equals(settings.get())) {
            settings.set(next);
            saver.accept(next);
        }
    }

    /** Makes everything the next larger or smaller size; at the end of the sizes nothing happens. */
    public void zoom(int direction) {
        int now = get().zoomPercent();
        int next = direction > 0
                ? ZOOMS.stream().filter(z -> z > now).findFirst().orElse(now)
                : ZOOMS.stream().filter(z -> z < now).reduce((a, b) -> b).orElse(now);
        update(s -> s.withZoom(next));
    }

    public Settings get() {
        return settings.get();
    }

    public ReadOnlyObjectProperty<Settings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** Why the settings could not be kept, in a sentence; empty when they are. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public void setProblem(String words) {
        problem.set(words);
    }

    public Optional<Path> dataDirectory() {
        return Optional.ofNullable(dataDirectory);
    }
}
