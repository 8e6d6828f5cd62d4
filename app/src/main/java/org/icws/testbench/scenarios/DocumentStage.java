package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.kordamp.ikonli.javafx.FontIcon;

/** Editors side by side, and below them whether all copies are equal. */
final class DocumentStage extends VBox implements ScenariosView.Shown {

    private final DocumentScenario scenario;
    private final List<PersonEditor> editors = new ArrayList<>();
    private final HBox banner = new HBox(10);
    private final FontIcon icon = new FontIcon("fth-check-circle");
    private final Label verdict = Nodes.label("", "strong");
    private final Label facts = Nodes.label("", "t-body");
    private final Label latency = Nodes.label("", "t-mono");
    private String tone = "";

    DocumentStage(DocumentScenario scenario) {
        super(12);
        this.scenario = scenario;
        HBox row = new HBox(12);
        for (int i = 0; i < scenario.kind().people().size(); i++) {
            PersonEditor editor = new PersonEditor(scenario, i);
            editor.setPrefWidth(320);
            HBox.setHgrow(editor, Priority.ALWAYS);
            editors.add(editor);
            row.getChildren().add(editor);
        }
        row.setMinHeight(0);
        VBox.setVgrow(row, Priority.ALWAYS);
        banner.getStyleClass().add("banner");
        banner.setMinHeight(42);
        banner.setId("document-verdict");
        verdict.setMinWidth(USE_PREF_SIZE);
        latency.setMinWidth(USE_PREF_SIZE);
        facts.setMinWidth(0);
        banner.getChildren().addAll(icon, verdict, facts, Nodes.spacer(), latency);
        getChildren().addAll(row, banner);
        setMinHeight(0);
        scenario.setListener(new DocumentScenario.Listener() {
            @Override
            public void changed(int seat, TextOperation change) {
                editors.get(seat).changed(change);
            }

            @Override
            public void replaced(int seat, String text) {
                editors.get(seat).replaced(text);
            }
        });
    }

    @Override
    public void show(long nowNanos) {
        editors.forEach(e -> e.show(nowNanos));
        DocumentScenario.Comparison now = scenario.comparisonProperty().get();
        if (now == null) {
            return;
        }
        if (!now.tone().equals(tone)) {
            banner.getStyleClass().remove(tone);
            icon.getStyleClass().remove("fg-" + tone);
            verdict.getStyleClass().remove("fg-" + tone);
            tone = now.tone();
            banner.getStyleClass().add(tone);
            icon.getStyleClass().add("fg-" + tone);
            verdict.getStyleClass().add("fg-" + tone);
            icon.setIconLiteral(
                    switch (tone) {
                        case "ok" -> "fth-check-circle";
                        case "fail" -> "fth-x-circle";
                        default -> "fth-refresh-cw";
                    });
        }
        verdict.setText(now.verdict());
        facts.setText(now.facts());
        latency.setText(now.latency());
    }
}
