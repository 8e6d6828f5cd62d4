package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.theme.Fonts;
import org.icws.testbench.theme.Theme;
import org.icws.testbench.theme.ThemeManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class ProofViewTest {

    private static final String HASH = "053b97ad562e3dc565abb04d3e1ffdccea15a5fe04e5ae6dd2028a212e2ca430";

    private ProofView view;

    @Start
    void open(Stage stage) {
        Fonts.load();
        view = new ProofView();
        Scene scene = new Scene(view, 460, 700);
        new ThemeManager(Theme.LIGHT).install(scene);
        stage.setScene(scene);
        stage.show();
    }

    private static ProofStep failed(String name, String expected, String actual) {
        return new ProofStep(name, "A step", "input", expected, actual, Verdict.FAILED, "it does not hold", 1_000_000);
    }

    private List<String> marked(WindowRobot robot, ProofStep step) {
        robot.interact(() -> {
            view.show(new Proof(Verdict.FAILED, List.of(step)));
            view.applyCss();
            view.layout();
        });
        return robot.lookup(".differs").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .collect(Collectors.toList());
    }

    @Test
    void the_byte_that_differs_is_boxed_in_both_hashes(WindowRobot robot) {
        String other = HASH.substring(0, 32) + "eb" + HASH.substring(34);
        assertThat(marked(robot, failed(Proof.CONTENT, HASH, other))).containsExactly("ea", "eb");
        assertThat(robot.lookup("The actual value differs from byte 17, in one byte.")
                        .tryQuery())
                .isPresent();
        assertThat(robot.lookup(".value-compare").query().getAccessibleText()).contains("differs from byte 17");
    }

    @Test
    void a_hash_that_is_another_one_altogether_is_boxed_line_by_line(WindowRobot robot) {
        String other = "ff".repeat(32);
        List<String> marked = marked(robot, failed(Proof.CONTENT, HASH, other));
        assertThat(marked.stream().map(String::length)).isNotEmpty().allMatch(length -> length <= 39);
        assertThat(String.join("", marked).replace(" ", "")).contains("ff".repeat(16));
        // The card of the steps is 340 wide at least, and has a rail and paddings.
        assertThat(robot.lookup(".differs").queryAllAs(Label.class))
                .isNotEmpty()
                .allMatch(box -> box.getWidth() > 0 && box.getWidth() < 300);
    }

    @Test
    void what_differs_in_principals_and_names_is_boxed_too(WindowRobot robot) {
        assertThat(marked(robot, failed(Proof.METHOD, "ws_message", "ws_massage")))
                .containsExactly("e", "a");
        assertThat(marked(robot, failed(Proof.CANISTER, "bkyz2-fmaaa-aaaaa-qaaaq-cai", "bd3sg-teaaa-aaaaa-qaaba-cai")))
                .isNotEmpty();
    }

    @Test
    void a_time_and_the_window_it_has_to_be_in_are_not_compared_letter_by_letter(WindowRobot robot) {
        ProofStep time = failed(Proof.TIME, "2026-11-26 19:13:48 to 19:23:48 UTC", "2026-11-26T19:12:48.629948894Z");
        assertThat(marked(robot, time)).isEmpty();
        assertThat(robot.lookup(".fact-value").queryAll()).hasSize(2);
    }

    @Test
    void the_copied_text_has_the_place_too() {
        assertThat(ProofText.of(new Proof(Verdict.FAILED, List.of(failed(Proof.METHOD, "ws_message", "ws_massage")))))
                .contains("actual: ws_massage\n   actual: differs from character 5, in one character");
    }
}
