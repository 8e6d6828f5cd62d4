package org.icws.testbench.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.icws.testbench.control.ConfirmCard;
import org.icws.testbench.control.ErrorCard;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.Toasts;
import org.icws.testbench.control.ZoomPane;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.FocusRing;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.keys.MenuKey;
import org.icws.testbench.palette.PaletteView;
import org.icws.testbench.palette.PaletteViewModel;
import org.icws.testbench.palette.ShortcutSheet;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.theme.ThemeManager;

/**
 * The frame of the window: header, rail, page, status bar, and what lies over them. Pages are made when they are first
 * opened.
 */
public final class ShellView extends StackPane {

    private static final double NARROW_BELOW = 1380;
    private static final double PALETTE_WIDTH = 620;
    private static final double SHEET_WIDTH = 1_040;
    private static final double CONFIRM_WIDTH = 460;
    private static final double ERROR_WIDTH = 560;
    private static final double LARGE = 1.75;

    private final ShellViewModel model;
    private final ActionTable actions;
    private final Map<ViewId, Supplier<Node>> makers;
    private final Map<ViewId, Node> pages = new EnumMap<>(ViewId.class);
    private final StackPane host = new StackPane();
    private final Overlay overlay = new Overlay();
    private final Toasts toasts = new Toasts();
    private Runnable problem = () -> {};
    private Node focusBefore;
    private PaletteView palette;
    private ShortcutSheet sheet;

    public ShellView(
            ShellViewModel model,
            ThemeManager themes,
            SettingsModel settings,
            ActionTable actions,
            Map<ViewId, Supplier<Node>> makers) {
        this.model = model;
        this.actions = actions;
        this.makers = new EnumMap<>(makers);
        host.setMinHeight(0);
        BorderPane frame = frame(themes, settings);
        StackPane layers = new StackPane(frame, toasts, overlay);
        layers.setMinSize(0, 0);
        ZoomPane zoom = new ZoomPane(layers);
        Runnable fit = () -> zoom.zoomProperty()
                .set(Math.max(
                        model.presentingProperty().get() ? LARGE : 0,
                        settings.get().zoomPercent() / 100.0));
        fit.run();
        toasts.lessMotionProperty().bind(settings.settingsProperty().map(Settings::lessMotion));
        settings.settingsProperty().addListener(o -> fit.run());
        followPresenting(List.of(frame.getTop(), frame.getLeft(), frame.getBottom()), fit);
        getChildren().add(zoom);
        model.viewProperty().addListener((o, old, now) -> {
            show(now);
            toasts.requestLayout(); // this page may have something that no notice is to cover
        });
        show(model.viewProperty().get());
        actions.onRefusal(reason -> toasts.show("warn", reason));
    }

    private BorderPane frame(ThemeManager themes, SettingsModel settings) {
        BorderPane frame = new BorderPane(host);
        frame.setTop(new HeaderBar(
                model,
                themes,
                () -> settings.update(s -> s.withTheme(s.theme().other())),
                this::togglePalette,
                this::toggleSheet,
                () -> press("Shortcut+S")));
        frame.setLeft(new NavigationRail(model));
        frame.setBottom(new StatusBar(model, () -> problem.run()));
        frame.widthProperty()
                .addListener((o, old, now) -> model.narrowProperty().set(now.doubleValue() < NARROW_BELOW));
        return frame;
    }

    /** While a page is presented, nothing stands around it. */
    private void followPresenting(List<Node> around, Runnable fit) {
        model.presentingProperty().addListener((o, old, now) -> {
            if (now) {
                takeFocus();
            }
            around.forEach(node -> {
                node.setVisible(!now);
                node.setManaged(!now);
            });
            if (!now) {
                giveFocusBack();
            }
            fit.run();
            if (now) {
                toasts.show("ok", "Presenting. Esc leaves; Ctrl+1 and so on show other pages.");
            }
        });
    }

    /** What is about to be hidden must not give the focus to whatever comes next. */
    private void takeFocus() {
        focusBefore = getScene() == null ? null : getScene().getFocusOwner();
        host.getChildren().get(0).requestFocus();
    }

    private void giveFocusBack() {
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    private void leavePresenting(KeyEvent e) {
        if (e.getCode() == KeyCode.ESCAPE && model.presentingProperty().get() && !covered()) {
            model.presentingProperty().set(false);
            e.consume();
        }
    }

    /** Lists and tables take Escape although they have no use for it; what lies over a page has. */
    private static boolean usesEscapeUp(Object target) {
        if (!(target instanceof ListView<?> || target instanceof TableView<?>)) {
            return false;
        }
        Node each = (Node) target;
        while (each != null
                && !(each instanceof Overlay)
                && !each.getStyleClass().contains("drawer")) {
            each = each.getParent();
        }
        return each == null;
    }

    /** Binds the keys of all actions. */
    public void installKeys(Scene scene) {
        FocusRing.install(scene); // first: what follows moves the focus
        actions.coveredWhile(this::covered);
        actions.bind(scene);
        MenuKey.install(scene);
        // At the scene: what is hidden while presenting may have had the focus, and then nothing has it.
        scene.addEventHandler(KeyEvent.KEY_PRESSED, this::leavePresenting);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (usesEscapeUp(e.getTarget())) {
                leavePresenting(e);
            }
        });
    }

    /** Short notices of anybody. */
    public Toasts toasts() {
        return toasts;
    }

    /** Opens the command palette, or closes it. */
    public void togglePalette() {
        if (palette == null) {
            palette = new PaletteView(new PaletteViewModel(actions::actions, actions::answersTo), overlay::hide);
        }
        if (overlay.shows(palette)) {
            overlay.hide();
        } else {
            overlay.show(palette, PALETTE_WIDTH, USE_PREF_SIZE);
            palette.open();
        }
    }

    /** Does what these keys do. */
    private void press(String keys) {
        actions.actions().stream()
                .filter(action -> action.keys().contains(keys))
                .map(KeyAction::run)
                .filter(java.util.Objects::nonNull)
                .forEach(reason -> toasts.show("warn", reason));
    }

    /** Opens the sheet of shortcuts, or closes it. */
    public void toggleSheet() {
        if (sheet == null) {
            sheet = new ShortcutSheet(actions::actions);
        }
        if (overlay.shows(sheet)) {
            overlay.hide();
        } else {
            overlay.show(sheet, SHEET_WIDTH, USE_PREF_SIZE);
            sheet.open();
        }
    }

    /** Asks before something is lost; both buttons name their deed. */
    public void confirm(String title, String words, String verb, String keepVerb, Runnable deed) {
        ConfirmCard card = new ConfirmCard(title, words, verb, keepVerb, deed, overlay::hide);
        overlay.show(card, CONFIRM_WIDTH, USE_PREF_SIZE);
        card.open();
    }

    /** Says what went wrong, why, and what to do. */
    public void error(String what, String why, String todo) {
        error(what, why, todo, null);
    }

    /** The same with a way to where it can be put right; null if there is none. */
    public void error(String what, String why, String todo, ErrorCard.Way way) {
        ErrorCard card = new ErrorCard(what, why, todo, way, overlay::hide);
        overlay.show(card, ERROR_WIDTH, USE_PREF_SIZE);
        card.open();
    }

    /** Told when somebody wants to know why contents are not kept. */
    void onProblem(Runnable explain) {
        problem = explain;
    }

    /** Whether something lies over the page. */
    public boolean covered() {
        return overlay.isVisible();
    }

    private void show(ViewId id) {
        if (palette != null && overlay.shows(palette) || sheet != null && overlay.shows(sheet)) {
            overlay.hide(); // they were over the page before
        }
        Node page = page(id);
        host.getChildren().setAll(page);
        enter(page);
    }

    /** The page, made now if nobody wanted it before. */
    Node page(ViewId id) {
        return pages.computeIfAbsent(id, key -> makers.get(key).get());
    }

    /** How wide a page is. */
    double pageWidth() {
        return host.getWidth();
    }

    /** How high a page is. */
    double pageHeight() {
        return host.getHeight();
    }

    /** Keys go to the page that opens: the rail and the header, which come first, have keys of their own. */
    private void enter(Node page) {
        if (getScene() != null && !covered()) {
            FirstFocus.give(page);
        }
    }
}
