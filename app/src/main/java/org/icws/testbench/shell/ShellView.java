package org.icws.testbench.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.icws.testbench.theme.ThemeManager;

/** The frame of the window: header, rail, page, status bar. Pages are made when they are first opened. */
public final class ShellView extends BorderPane {

    private static final double NARROW_BELOW = 1380;

    private final ShellViewModel model;
    private final ThemeManager themes;
    private final Map<ViewId, Supplier<Node>> makers;
    private final Map<ViewId, Node> pages = new EnumMap<>(ViewId.class);
    private final StackPane host = new StackPane();

    public ShellView(ShellViewModel model, ThemeManager themes, Map<ViewId, Supplier<Node>> makers) {
        this.model = model;
        this.themes = themes;
        this.makers = new EnumMap<>(makers);
        host.setMinHeight(0);
        setTop(new HeaderBar(model, themes));
        setLeft(new NavigationRail(model));
        setCenter(host);
        setBottom(new StatusBar(model));
        widthProperty().addListener((o, old, now) -> model.narrowProperty().set(now.doubleValue() < NARROW_BELOW));
        model.viewProperty().addListener((o, old, now) -> show(now));
        show(model.viewProperty().get());
    }

    /** Ctrl+1 and up open the pages, Ctrl+Shift+L changes the theme. */
    public void installKeys(Scene scene) {
        int digit = 1;
        for (ViewId id : ViewId.values()) {
            if (id.section().isEmpty()) {
                continue;
            }
            KeyCode key = KeyCode.valueOf("DIGIT" + digit++);
            scene.getAccelerators().put(new KeyCodeCombination(key, KeyCombination.CONTROL_DOWN), () -> {
                if (model.runningProperty().get()) {
                    model.viewProperty().set(id);
                }
            });
        }
        KeyCombination theme =
                new KeyCodeCombination(KeyCode.L, KeyCombination.CONTROL_DOWN, KeyCombination.SHIFT_DOWN);
        scene.getAccelerators().put(theme, themes::toggle);
    }

    private void show(ViewId id) {
        host.getChildren()
                .setAll(pages.computeIfAbsent(id, key -> makers.get(key).get()));
    }
}
