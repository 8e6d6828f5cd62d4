package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** A certified hash tree: forks as dots, labels as pills, leaves as boxes, pruned branches as stubs with their hash. */
public final class HashTreeView extends ThemedCanvas {

    /** What a node is. */
    public enum Kind {
        FORK,
        LABEL,
        LEAF,
        PRUNED
    }

    /**
     * One node of the tree.
     *
     * @param text in one or two lines
     * @param path whether it lies on the way from the root to the message
     */
    public record Node(Kind kind, String text, boolean path, List<Node> children) {

        public Node {
            children = List.copyOf(children);
        }
    }

    /** A node with its place; x is relative to its parent until the whole tree is placed. */
    private static final class Placed {

        private final Node node;
        private final List<Placed> children = new ArrayList<>();
        private final double half;
        private double x;
        private double y;

        Placed(Node node) {
            this.node = node;
            node.children().forEach(child -> children.add(new Placed(child)));
            String longest = Arrays.stream(node.text().split("\n"))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            half = longest.isEmpty() ? 8 : (width(longest, mono(11)) + 18) / 2;
        }

        int depth() {
            return 1 + children.stream().mapToInt(Placed::depth).max().orElse(0);
        }

        /** Left and right edge of all of it around a place, at a scale of distances. */
        double[] edges(double parentX, double scale) {
            double at = parentX + x * scale;
            double[] all = {at - half, at + half};
            for (Placed child : children) {
                double[] edge = child.edges(at, scale);
                all[0] = Math.min(all[0], edge[0]);
                all[1] = Math.max(all[1], edge[1]);
            }
            return all;
        }

        /** Puts the children as close as their outlines allow; gives the outline: for each level left and right edge. */
        List<double[]> arrange() {
            List<double[]> outline = new ArrayList<>();
            for (Placed child : children) {
                List<double[]> own = child.arrange();
                double shift = 0;
                for (int level = 0; level < Math.min(outline.size(), own.size()); level++) {
                    shift = Math.max(shift, outline.get(level)[1] - own.get(level)[0] + GAP);
                }
                child.x = shift;
                for (int level = 0; level < own.size(); level++) {
                    double[] edge = {own.get(level)[0] + shift, own.get(level)[1] + shift};
                    if (level < outline.size()) {
                        outline.get(level)[1] = edge[1];
                    } else {
                        outline.add(edge);
                    }
                }
            }
            double middle = children.isEmpty() ? 0 : (children.get(0).x + children.get(children.size() - 1).x) / 2;
            children.forEach(child -> child.x -= middle);
            outline.forEach(edge -> {
                edge[0] -= middle;
                edge[1] -= middle;
            });
            outline.add(0, new double[] {-half, half});
            return outline;
        }
    }

    private static final double GAP = 14;
    private static final double SMALLEST_STEP = 24;
    private static final double LARGEST_SCALE = 1.3;
    private static final int SCALE_STEPS = 12;
    private static final double MARGIN = 22;
    private static final double LEAF_STEP = 31; // from a label's middle to that of a leaf with two lines
    private static final double BOTTOM = MARGIN + LEAF_STEP - SMALLEST_STEP;
    private static final double MOST_STEP = 66;

    private Node root;
    private boolean failed;

    public HashTreeView() {
        super(440, 300);
    }

    /**
     * Shows another tree.
     *
     * @param tree its root; null for none
     * @param broken paints the path in the colour of failure
     */
    public void show(Node tree, boolean broken) {
        root = tree;
        failed = broken;
        // It may be squeezed a little, but a deep tree needs its height; then it is scrolled.
        setMinHeight(
                tree == null ? 0 : Math.min(2_400, (new Placed(tree).depth() - 1) * SMALLEST_STEP + MARGIN + BOTTOM));
        repaint();
    }

    private static void place(Placed n, double parentX, double scale, int level, double step) {
        n.x = parentX + n.x * scale;
        boolean crowded = n.node.kind() == Kind.LEAF && n.node.text().contains("\n") && step < LEAF_STEP;
        n.y = MARGIN + level * step + (crowded ? LEAF_STEP - step : 0);
        n.children.forEach(child -> place(child, n.x, scale, level + 1, step));
    }

    @Override
    protected void paint(GraphicsContext g, double w, double h) {
        if (root == null) {
            return;
        }
        Placed placed = new Placed(root);
        int levels = placed.arrange().size();
        double step = Math.min(MOST_STEP, (h - MARGIN - BOTTOM) / Math.max(1, levels - 1));
        double scale = scale(placed, w - 8);
        double[] edges = placed.edges(0, scale);
        place(placed, w / 2 - (edges[0] + edges[1]) / 2, scale, 0, step);
        edges(g, placed);
        nodes(g, placed);
    }

    /** The largest scale of distances at which the tree fits a width; what is written in it keeps its size. */
    private static double scale(Placed tree, double width) {
        double fits = 0;
        double most = LARGEST_SCALE;
        for (int i = 0; i < SCALE_STEPS; i++) {
            double tried = i == 0 ? LARGEST_SCALE : (fits + most) / 2;
            double[] edges = tree.edges(0, tried);
            if (edges[1] - edges[0] <= width) {
                fits = tried;
            } else {
                most = tried;
            }
        }
        return fits;
    }

    /** How far down the picture the way to the message ends, from 0 to 1. */
    public double pathEnd() {
        if (root == null) {
            return 0;
        }
        int end = 0;
        Node at = root;
        for (Node next = root; next != null; end++) {
            at = next;
            next = at.children().stream().filter(Node::path).findFirst().orElse(null);
        }
        return (end - 1.0) / Math.max(1, new Placed(root).depth() - 1);
    }

    private void edges(GraphicsContext g, Placed n) {
        n.children.stream().filter(c -> !c.node.path()).forEach(c -> edge(g, n, c));
        n.children.stream().filter(c -> c.node.path()).forEach(c -> edge(g, n, c)); // the path lies on top
        n.children.forEach(c -> edges(g, c));
    }

    private void edge(GraphicsContext g, Placed a, Placed b) {
        g.setStroke(b.node.path() ? c(failed ? "fail-line" : "ok-line") : c("border-strong"));
        g.setLineWidth(b.node.path() ? 2.2 : 1.2);
        if (b.node.kind() == Kind.PRUNED) {
            g.setLineDashes(3, 3);
        }
        double mid = (a.y + b.y) / 2;
        g.beginPath();
        g.moveTo(a.x, a.y);
        g.bezierCurveTo(a.x, mid, b.x, mid, b.x, b.y);
        g.stroke();
        g.setLineDashes();
    }

    private void nodes(GraphicsContext g, Placed n) {
        String family = n.node.path() ? (failed ? "fail" : "ok") : "service";
        switch (n.node.kind()) {
            case FORK -> fork(g, n, n.node.path() ? c(family + "-line") : c("border-strong"));
            case LABEL -> {
                box(g, n, width(n.node.text(), mono(11)) + 16, 20, 20, family);
                Color colour = c(n.node.path() ? family : "muted");
                text(g, n.node.text(), n.x, n.y, mono(11), colour, TextAlignment.CENTER);
            }
            case LEAF -> leaf(g, n, family);
            case PRUNED -> pruned(g, n);
        }
        n.children.forEach(child -> nodes(g, child));
    }

    private void fork(GraphicsContext g, Placed n, Color line) {
        g.setFill(c("surface"));
        g.fillOval(n.x - 5, n.y - 5, 10, 10);
        g.setStroke(line);
        g.setLineWidth(n.node.path() ? 2.2 : 1.5);
        g.strokeOval(n.x - 4, n.y - 4, 8, 8);
    }

    private void leaf(GraphicsContext g, Placed n, String family) {
        String[] part = n.node.text().split("\n");
        boolean two = part.length > 1;
        double wide = Math.max(width(part[0], mono(11)), two ? width(part[1], ui(10.5)) : 0) + 18;
        box(g, n, wide, two ? 36 : 22, 8, family);
        Color colour = c(n.node.path() ? family : "muted");
        text(g, part[0], n.x, two ? n.y - 7 : n.y, mono(11), colour, TextAlignment.CENTER);
        if (two) {
            text(g, part[1], n.x, n.y + 8, ui(10.5), c(n.node.path() ? family : "faint"), TextAlignment.CENTER);
        }
    }

    private void pruned(GraphicsContext g, Placed n) {
        double wide = width(n.node.text(), mono(10)) + 12;
        g.setFill(c("surface"));
        g.fillRoundRect(n.x - wide / 2, n.y - 9, wide, 18, 5, 5);
        g.setLineDashes(3, 3);
        g.setStroke(c("border-strong"));
        g.setLineWidth(1);
        g.strokeRoundRect(Math.floor(n.x - wide / 2) + .5, Math.floor(n.y - 9) + .5, Math.floor(wide), 17, 5, 5);
        g.setLineDashes();
        text(g, n.node.text(), n.x, n.y, mono(10), c("faint"), TextAlignment.CENTER);
    }

    private void box(GraphicsContext g, Placed n, double wide, double high, double r, String family) {
        g.setFill(c("surface"));
        g.fillRoundRect(n.x - wide / 2, n.y - high / 2, wide, high, r, r);
        g.setFill(c(family + "-soft"));
        g.fillRoundRect(n.x - wide / 2, n.y - high / 2, wide, high, r, r);
        g.setStroke(n.node.path() ? c(family + "-line") : c("border-strong"));
        g.setLineWidth(n.node.path() ? 1.5 : 1);
        g.strokeRoundRect(n.x - wide / 2, n.y - high / 2, wide, high, r, r);
    }
}
