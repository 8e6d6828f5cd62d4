package org.icws.testbench.settings;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.theme.Theme;

/** Every setting with what it does. Each takes effect at once and is kept. */
public final class SettingsView extends VBox implements FirstFocus {

    /** Name of the choice how often canisters acknowledge, in seconds. */
    public static final String ACK_SECONDS = "acks.seconds";

    /** Name of the choice how long they wait for the answer, in seconds. */
    public static final String KEEP_ALIVE_SECONDS = "acks.keepAliveSeconds";

    /** Where it is said how many contents stay in memory. */
    public static final String MEGABYTES = "settings-megabytes";

    /** Where the data directory stands. */
    public static final String DATA = "settings-data";

    private static final int ACK_USUAL = 300;
    private static final int KEEP_ALIVE_USUAL = 60;
    private static final int DAY = 86_400;

    private static final double ABOVE = 80;

    private final SettingsModel model;
    private final SettingControls controls;
    private final Supplier<String> networkNow;
    private final TwoColumns content;
    private final ScrollPane scroll;

    /** @param networkNow says how the network that runs is kept, whatever is chosen here; "" when none runs */
    public SettingsView(SettingsModel model, Supplier<String> networkNow, Runnable openData) {
        this.model = model;
        this.controls = new SettingControls(model);
        this.networkNow = networkNow;
        getStyleClass().add("page");
        setMinHeight(0);
        VBox first = new VBox(12, look(), memory(), network());
        VBox second = new VBox(12, polling(), acknowledgements(), data(openData));
        content = new TwoColumns(first, second);
        scroll = Nodes.scroll(content);
        VBox.setVgrow(scroll, javafx.scene.layout.Priority.ALWAYS);
        Label problem = Nodes.label("", "t-small", "fg-fail");
        problem.setId("settings-problem");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        getChildren()
                .addAll(
                        Nodes.pageHead("Settings", Nodes.label("take effect at once", "t-small", "muted")),
                        problem,
                        scroll);
    }

    /** The first thing that can be set. */
    @Override
    public Node firstFocus() {
        return Nodes.traversables(content).stream().findFirst().orElse(null);
    }

    private VBox look() {
        return SettingControls.card(
                "Look",
                SettingControls.row(
                        "Theme",
                        "Both are complete; switching needs no restart.",
                        controls.segments(
                                s -> s.theme().ordinal(),
                                i -> model.update(s -> s.withTheme(Theme.values()[i])),
                                "Light",
                                "Dark")),
                SettingControls.row(
                        "Size of everything",
                        "Ctrl and + or −, Ctrl and 0 for 100 %. A window too small for it shows as much as fits.",
                        controls.zoom()),
                SettingControls.row(
                        "Rows in Messages",
                        "22 or 34 pixels high.",
                        controls.segments(
                                s -> s.compactMessages() ? 0 : 1,
                                i -> model.update(s -> s.withRows(i == 0, s.compactTables())),
                                "Compact",
                                "Normal")),
                SettingControls.row(
                        "Rows elsewhere",
                        "In Connections, Queues, Replica and About.",
                        controls.segments(
                                s -> s.compactTables() ? 0 : 1,
                                i -> model.update(s -> s.withRows(s.compactMessages(), i == 0)),
                                "Compact",
                                "Normal")),
                SettingControls.row(
                        "Less motion",
                        "No arrow fades in, no row flashes.",
                        controls.toggle(
                                Settings::lessMotion, on -> model.update(s -> s.withLessMotion(on)), "Less motion")));
    }

    /** Brings a field into view and gives it the keys. */
    public void showField(String id) {
        applyCss(); // only then the fields are in the scene
        layout();
        Node field = lookup("#" + id);
        if (field == null) {
            return;
        }
        double top = content.sceneToLocal(field.localToScene(field.getBoundsInLocal()))
                .getMinY();
        double room = content.getHeight() - scroll.getViewportBounds().getHeight();
        scroll.setVvalue(room <= 0 ? 0 : Math.max(0, Math.min(1, (top - ABOVE) / room)));
        field.requestFocus();
    }

    private VBox memory() {
        return SettingControls.card(
                "What is kept",
                SettingControls.row(
                        "Messages kept",
                        "1,000 to 1,000,000. Older ones go first; pinned ones stay. The status bar counts what went.",
                        controls.number(
                                "settings-rows",
                                Settings::rowsKept,
                                n -> model.update(s -> s.withKept(n, s.payloadMegabytes())),
                                Settings.LEAST_ROWS,
                                Settings.MOST_ROWS,
                                "messages")),
                SettingControls.row(
                        "Contents in memory",
                        "8 to 1,024. Contents beyond it go to a file of this run in the data directory.",
                        controls.number(
                                MEGABYTES,
                                Settings::payloadMegabytes,
                                n -> model.update(s -> s.withKept(s.rowsKept(), n)),
                                8,
                                1_024,
                                "MB")));
    }

    private VBox network() {
        Label now = Nodes.label("", "t-small", "muted");
        now.setId("settings-network-now");
        Runnable show = () -> {
            now.setText(networkNow.get());
            now.setManaged(!now.getText().isEmpty());
        };
        sceneProperty().addListener(o -> show.run());
        model.settingsProperty().addListener(o -> show.run());
        return SettingControls.card(
                "Embedded network",
                SettingControls.row(
                        "Kept over restarts",
                        "In the data directory, with its canisters and everything they know, even if this program is"
                                + " killed; off, it begins anew each time. Takes effect when the network starts next: with"
                                + " the window, or by Start anew in Replica.",
                        controls.toggle(
                                Settings::networkKept,
                                on -> model.update(s -> s.withNetworkKept(on)),
                                "Kept over restarts")),
                now);
    }

    private VBox polling() {
        return SettingControls.card(
                "Polling",
                SettingControls.row(
                        "While there is traffic",
                        "Pause from the start of one poll of a canister to the next, 10 to 60,000.",
                        pause(
                                "settings-poll",
                                Settings::pollMillis,
                                (s, n) -> s.withPolling(
                                        n,
                                        Math.max(n, s.slowestPollMillis()),
                                        Math.max(n, s.slowestPollEmbeddedMillis())))),
                SettingControls.row(
                        "When a canister of the embedded network is silent",
                        "After 2 s without a message the pause doubles up to this, which saves most of what an idle window"
                                + " costs. No message comes later for it: the embedded network tells the gateway when a"
                                + " canister does something. The same number as above means: always that pause.",
                        pause(
                                "settings-slowest-embedded",
                                Settings::slowestPollEmbeddedMillis,
                                (s, n) -> s.withPolling(Math.min(n, s.pollMillis()), s.slowestPollMillis(), n))),
                SettingControls.row(
                        "When a canister of another network is silent",
                        "The same after 10 s, for networks that tell the gateway nothing. A message that a canister sends by itself after a"
                                + " silence comes up to this much later; a client's own message makes polling fast at once. The"
                                + " same number as at the top means: always that pause.",
                        pause(
                                "settings-slowest",
                                Settings::slowestPollMillis,
                                (s, n) ->
                                        s.withPolling(Math.min(n, s.pollMillis()), n, s.slowestPollEmbeddedMillis()))));
    }

    private Node pause(String id, ToIntFunction<Settings> value, BiFunction<Settings, Integer, Settings> change) {
        return controls.number(
                id,
                value,
                n -> model.update(s -> change.apply(s, n)),
                Settings.FASTEST_POLL,
                Settings.SLOWEST_POLL,
                "ms");
    }

    private VBox acknowledgements() {
        return SettingControls.card(
                "Acknowledgements",
                SettingControls.row(
                        "AckMessage every",
                        "What the canisters are configured with (send_ack_interval_ms); they do not tell it. For the rings"
                                + " in Queues. 1 to 86,400.",
                        controls.number(
                                "settings-ack",
                                s -> s.choice(ACK_SECONDS, ACK_USUAL),
                                n -> model.update(s -> s.withChoice(ACK_SECONDS, n)),
                                1,
                                DAY,
                                "s")),
                SettingControls.row(
                        "Answer within",
                        "How long a canister waits for the client's keep-alive (keep_alive_timeout_ms). 1 to 86,400.",
                        controls.number(
                                "settings-keep-alive",
                                s -> s.choice(KEEP_ALIVE_SECONDS, KEEP_ALIVE_USUAL),
                                n -> model.update(s -> s.withChoice(KEEP_ALIVE_SECONDS, n)),
                                1,
                                DAY,
                                "s")));
    }

    private VBox data(Runnable openData) {
        FactGrid facts = new FactGrid(120);
        String where =
                model.dataDirectory().map(Object::toString).orElse("nowhere: these settings end with the window");
        facts.show(List.of(new FactGrid.Entry("Data directory", where)));
        HBox.setHgrow(facts, javafx.scene.layout.Priority.ALWAYS);
        Button copy = Nodes.button("fth-copy", "Copy path");
        copy.setId(DATA);
        copy.setOnAction(e -> Nodes.copy(where));
        Button open = Nodes.button("fth-folder", "Open folder");
        open.setOnAction(e -> openData.run());
        Availability.set(open, model.dataDirectory().isEmpty() ? "There is no data directory: nothing is kept." : null);
        HBox line = Nodes.row(8, facts, copy, open);
        Label note = Nodes.label(
                "Holds the gateway's key, these settings, compiled canisters, the network if it is kept, and the contents"
                        + " that memory has no room for. Only you may read it.",
                "t-small",
                "muted");
        note.setWrapText(true);
        return SettingControls.card("Data", new VBox(6, line, note));
    }
}
