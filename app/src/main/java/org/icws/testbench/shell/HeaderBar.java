package org.icws.testbench.shell;

import javafx.beans.binding.Bindings;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.icws.testbench.control.BrandMark;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.kordamp.ikonli.javafx.FontIcon;

/** The top line: the product, where we are connected, how far to trust it, and the theme switch. */
final class HeaderBar extends HBox {

    HeaderBar(
            ShellViewModel model,
            ThemeManager themes,
            Runnable toggleTheme,
            Runnable palette,
            Runnable sheet,
            Runnable save) {
        getStyleClass().add("app-header");
        Label product = Nodes.label("IC WebSocket Testbench", "t-heading");
        product.setMinWidth(Region.USE_PREF_SIZE);
        product.visibleProperty().bind(model.narrowProperty().not());
        product.managedProperty().bind(product.visibleProperty());
        getChildren()
                .addAll(
                        new BrandMark(24),
                        product,
                        networkChip(model),
                        gatewayChip(model),
                        Nodes.spacer(),
                        search(palette),
                        Nodes.spacer(),
                        save(model, save),
                        present(model),
                        themeSwitch(themes, toggleTheme),
                        help(sheet));
    }

    private static Button search(Runnable palette) {
        HBox inside = Nodes.row(
                8,
                new FontIcon("fth-search"),
                Nodes.label("Search or run a command", "t-small", "muted"),
                Nodes.spacer(),
                Nodes.label("Ctrl+K", "kbd"));
        Button button = new Button(null, inside);
        inside.prefWidthProperty().bind(button.widthProperty().subtract(22));
        button.getStyleClass().add("search-button");
        button.setId("open-palette");
        button.setAccessibleText("Search or run a command");
        button.setOnAction(e -> palette.run());
        button.setPrefWidth(300);
        button.setMinWidth(150);
        HBox.setHgrow(button, javafx.scene.layout.Priority.SOMETIMES);
        return button;
    }

    private static Button save(ShellViewModel model, Runnable save) {
        Button button = Nodes.button("fth-save", "Save session");
        button.setId("save-session");
        button.setTooltip(new Tooltip("Writes everything that is kept to a file (Ctrl+S)"));
        button.setOnAction(e -> save.run());
        button.visibleProperty()
                .bind(model.runningProperty().and(model.narrowProperty().not()));
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }

    private static Button present(ShellViewModel model) {
        Button button = Nodes.iconButton("fth-monitor", "Present this page: whole screen, large type (F11)");
        button.setId("present");
        button.setOnAction(e -> model.presentingProperty().set(true));
        return button;
    }

    private static Button help(Runnable sheet) {
        Button button = Nodes.iconButton("fth-help-circle", "All shortcuts (F1)");
        button.setId("open-sheet");
        button.setOnAction(e -> sheet.run());
        return button;
    }

    private static HBox networkChip(ShellViewModel model) {
        FontIcon icon = new FontIcon("fth-server");
        Label name = Nodes.words("");
        name.textProperty().bind(model.networkProperty());
        HBox chip = new HBox(icon, name, trustWords(model));
        chip.setId("network-chip");
        chip.getStyleClass().add("chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        model.runningProperty().addListener((o, old, now) -> {
            icon.setIconLiteral(now ? "fth-shield" : "fth-server");
            icon.getStyleClass().remove("fg-warn");
            if (now) {
                icon.getStyleClass().add("fg-warn"); // a local key proves nothing about mainnet
            }
        });
        Tooltip.install(
                chip,
                new Tooltip("The root key of this network signs every certificate. Click to see it and where it"
                        + " came from."));
        chip.accessibleTextProperty().bind(Bindings.concat(model.networkProperty(), ", ", model.trustProperty()));
        TrustPopOver trustPopOver = new TrustPopOver(model);
        onPress(chip, () -> {
            if (model.runningProperty().get()) {
                trustPopOver.toggle(chip);
            } else {
                model.viewProperty().set(ViewId.START);
            }
        });
        return chip;
    }

    private static Label trustWords(ShellViewModel model) {
        Label trust = Nodes.label("", "muted");
        trust.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.trustProperty().get().isEmpty()
                                ? ""
                                : "· " + model.trustProperty().get(),
                        model.trustProperty()));
        trust.visibleProperty().bind(trust.textProperty().isNotEmpty());
        trust.managedProperty().bind(trust.visibleProperty());
        return trust;
    }

    /** Makes a button of it, for mouse and keyboard. */
    private static void onPress(HBox chip, Runnable deed) {
        chip.setFocusTraversable(true);
        chip.setAccessibleRole(AccessibleRole.BUTTON);
        chip.setOnMouseClicked(e -> deed.run());
        chip.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
                deed.run();
                e.consume();
            }
        });
    }

    private static HBox gatewayChip(ShellViewModel model) {
        StateDot dot = new StateDot(StateDot.State.IDLE);
        Label url = Nodes.words("Gateway not started");
        Button copy = Nodes.iconButton("fth-copy", "Copy the gateway's address");
        copy.getStyleClass().add("inline");
        copy.setOnAction(e -> Nodes.copy(model.gatewayUrlProperty().get()));
        copy.visibleProperty().bind(model.runningProperty());
        copy.managedProperty().bind(copy.visibleProperty());
        HBox chip = new HBox(dot, url, copy);
        chip.getStyleClass().add("chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        model.gatewayUrlProperty().addListener((o, old, now) -> {
            dot.setState(now.isEmpty() ? StateDot.State.IDLE : StateDot.State.OPEN);
            url.setText(now.isEmpty() ? "Gateway not started" : now);
            url.getStyleClass().remove("mono");
            if (!now.isEmpty()) {
                url.getStyleClass().add("mono");
            }
        });
        return chip;
    }

    private static Button themeSwitch(ThemeManager themes, Runnable toggleTheme) {
        Button button = Nodes.iconButton("fth-moon", "Dark theme");
        button.setId("theme-switch");
        button.setOnAction(e -> toggleTheme.run());
        Runnable show = () -> {
            boolean light = themes.themeProperty().get() == Theme.LIGHT;
            ((FontIcon) button.getGraphic()).setIconLiteral(light ? "fth-moon" : "fth-sun");
            String words = light ? "Dark theme (Ctrl+Shift+L)" : "Light theme (Ctrl+Shift+L)";
            button.getTooltip().setText(words);
            button.setAccessibleText(words);
        };
        themes.themeProperty().addListener(o -> show.run());
        show.run();
        return button;
    }
}
