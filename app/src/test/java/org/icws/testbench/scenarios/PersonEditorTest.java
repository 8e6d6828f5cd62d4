package org.icws.testbench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class PersonEditorTest {

    private final Stage nobody = new Stage() {
        @Override
        public String unavailable() {
            return null;
        }

        @Override
        public String candid(String sample) {
            return "service : {}";
        }

        @Override
        public Principal prepare(String sample, byte[] argument) {
            return Principals.canisterId(9);
        }

        @Override
        public Seat join(
                Principal canister, String protocol, int seat, String name, java.util.function.Consumer<Incoming> in) {
            throw new IllegalStateException("nobody comes");
        }
    };

    private PersonEditor editor;

    @Start
    void open(javafx.stage.Stage window) {
        Fonts.load();
        editor = new PersonEditor(new DocumentScenario(nobody, Runnable::run, Runnable::run), 0);
        Scene scene = new Scene(new HBox(editor), 500, 400);
        new ThemeManager(Theme.LIGHT).install(scene);
        window.setScene(scene);
        window.show();
    }

    @Test
    void between_two_lines_there_is_room_for_the_name_at_a_cursor(WindowRobot robot) {
        Label name = new Label("Ada");
        name.getStyleClass().addAll("cursor-name", "a");
        robot.interact(() -> {
            ((HBox) editor.getParent()).getChildren().add(new VBox(name));
            editor.replaced("one line\nanother line");
            editor.getScene().getRoot().applyCss();
            editor.getScene().getRoot().layout();
        });
        Node line = robot.lookup(".paragraph-text").query();
        double spacing = ((TextFlow) line).getLineSpacing();
        // A name lies a little over its cursor, and a line of Inter has some air above its letters.
        assertThat(spacing + PersonEditor.NAME_OVERLAP + 2).isGreaterThanOrEqualTo(name.getHeight());
    }
}
