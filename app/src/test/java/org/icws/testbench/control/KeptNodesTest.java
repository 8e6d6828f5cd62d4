package org.icws.testbench.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class KeptNodesTest {

    private final Pane home = new Pane();
    private final KeptNodes<String, Words> nodes = new KeptNodes<>(home, Words::new);

    private static final class Words extends Region implements KeptNodes.Shows<String> {

        private String shown = "";

        @Override
        public void show(String value) {
            shown = value;
        }
    }

    private List<String> shown() {
        return home.getChildren().stream().map(node -> ((Words) node).shown).toList();
    }

    @Test
    void there_are_as_many_nodes_as_values() {
        nodes.show(List.of("a", "b"));
        assertThat(shown()).containsExactly("a", "b");
        nodes.show(List.of("c", "d", "e"));
        assertThat(shown()).containsExactly("c", "d", "e");
        nodes.show(List.of("f"));
        assertThat(shown()).containsExactly("f");
        nodes.show(List.of());
        assertThat(shown()).isEmpty();
    }

    @Test
    void a_node_is_kept_when_its_value_becomes_another_one() {
        nodes.show(List.of("a", "b"));
        List<Node> before = List.copyOf(home.getChildren());
        nodes.show(List.of("c", "d"));
        assertThat(home.getChildren()).containsExactlyElementsOf(before);
    }
}
