package org.icws.testbench.settings;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.BrandMark;
import org.icws.testbench.control.DataTable;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Remembered;

/** What this program is made of: versions, licences, and where it keeps its data. */
public final class AboutView extends VBox implements Remembered {

    private final DataTable<Components.Component> table;

    public AboutView(SettingsModel settings) {
        getStyleClass().add("page");
        setMinHeight(0);
        List<Entry> facts = facts(settings);
        FactGrid grid = new FactGrid(120);
        grid.show(facts);
        Button copy = Nodes.button("fth-copy", "Copy");
        copy.setOnAction(e -> Nodes.copy(facts.stream()
                .map(f -> f.name() + ": " + f.value())
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")));
        VBox body = new VBox(
                12,
                Nodes.row(
                        12,
                        new BrandMark(40),
                        new VBox(
                                2,
                                Nodes.label("IC WebSocket Testbench", "t-title"),
                                Nodes.label("See every message, know why to believe it.", "t-small", "muted"))),
                grid);
        body.getStyleClass().add("card-body");
        VBox program = Nodes.card(body, Nodes.label("This program", "t-heading"), Nodes.spacer(), copy);
        program.setMinHeight(USE_PREF_SIZE);
        table = components();
        VBox licences = Nodes.card(
                table,
                Nodes.label("Built with", "t-heading"),
                Nodes.label("the libraries and typefaces inside, each under its own licence", "t-caption"));
        licences.getStyleClass().add("flush");
        VBox.setVgrow(licences, Priority.ALWAYS);
        getChildren().addAll(Nodes.pageHead("About"), program, licences);
    }

    @Override
    public DataTable<?> table() {
        return table;
    }

    private static List<Entry> facts(SettingsModel settings) {
        String version = AboutView.class.getPackage().getImplementationVersion();
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("Version", version == null ? "development" : version));
        facts.add(new Entry("Licence", "Apache License 2.0"));
        facts.add(new Entry(
                "Java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name")));
        facts.add(new Entry("JavaFX", System.getProperty("javafx.runtime.version", "unknown")));
        facts.add(new Entry(
                "System",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch")));
        facts.add(new Entry(
                "Data directory", settings.dataDirectory().map(Object::toString).orElse("none in this run")));
        return facts;
    }

    private static DataTable<Components.Component> components() {
        DataTable<Components.Component> t =
                new DataTable<>(FXCollections.observableArrayList(Components.ALL), true, c -> "");
        t.text("Component", 240, Components.Component::name, "strong")
                .text("Version", 110, Components.Component::version, "mono", "dim")
                .text("Licence", 260, Components.Component::licence)
                .text("What for", 300, Components.Component::purpose, "quiet-cell");
        Nodes.clipRound(t, 9);
        return t;
    }
}
