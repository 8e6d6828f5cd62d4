package org.icws.testbench.control;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/**
 * Nodes that show one value each, kept while the values become others: whoever points at one or has its tool-tip open keeps it, and
 * nothing is made anew once a second. FX thread only.
 *
 * @param <V> what a node shows
 * @param <N> the nodes
 */
public final class KeptNodes<V, N extends Node & KeptNodes.Shows<V>> {

    /** Shows one value after the other. */
    @FunctionalInterface
    public interface Shows<V> {

        void show(V value);
    }

    private final Pane home;
    private final Supplier<N> maker;

    /**
     * No nodes yet.
     *
     * @param home whose only children they are
     */
    public KeptNodes(Pane home, Supplier<N> maker) {
        this.home = home;
        this.maker = maker;
    }

    /** Shows these values in their order, with as many nodes. */
    public void show(List<V> values) {
        List<Node> nodes = home.getChildren();
        if (nodes.size() > values.size()) {
            nodes.subList(values.size(), nodes.size()).clear();
        }
        while (nodes.size() < values.size()) {
            nodes.add(maker.get());
        }
        for (int i = 0; i < values.size(); i++) {
            shower(nodes.get(i)).show(values.get(i));
        }
    }

    @SuppressWarnings("unchecked") // the maker made it
    private N shower(Node node) {
        return (N) node;
    }
}
