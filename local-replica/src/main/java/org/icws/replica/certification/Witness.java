package org.icws.replica.certification;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.icws.protocol.certificate.HashTree;

/**
 * Cuts a state tree down to the requested paths. Everything below a requested path stays; a label that does not exist is proven
 * absent by its two neighbours; the rest is pruned to digests, so the root digest stays the same.
 */
final class Witness {
    /** What to keep below one node: all of it, or some labels. */
    private static final class Selection {
        private boolean everything;
        private final NavigableMap<byte[], Selection> labels = new TreeMap<>(Arrays::compareUnsigned);
    }

    private Witness() {}

    static HashTree of(StateMap root, List<List<byte[]>> paths) {
        Selection all = new Selection();
        for (List<byte[]> path : paths) {
            Selection at = all;
            for (byte[] label : path) {
                at = at.labels.computeIfAbsent(label, l -> new Selection());
            }
            at.everything = true;
        }
        return cut(root, all);
    }

    private static HashTree cut(StateNode node, Selection selection) {
        if (selection.everything || node instanceof StateLeaf) {
            return node.revealed();
        }
        LabelTree tree = ((StateMap) node).tree();
        if (tree == null) {
            return HashTree.EMPTY;
        }
        NavigableSet<byte[]> shown = new TreeSet<>(Arrays::compareUnsigned);
        for (byte[] label : selection.labels.keySet()) {
            if (LabelTree.find(tree, label) == null) {
                addNeighbours(tree, label, shown);
            } else {
                shown.add(label);
            }
        }
        return cut(tree, selection, shown);
    }

    private static HashTree cut(LabelTree tree, Selection selection, NavigableSet<byte[]> shown) {
        byte[] next = shown.ceiling(tree.first());
        if (next == null || Arrays.compareUnsigned(next, tree.last()) > 0) {
            return new HashTree.Pruned(tree.digest());
        }
        if (tree instanceof LabelTree.Branch branch) {
            return new HashTree.Fork(cut(branch.left(), selection, shown), cut(branch.right(), selection, shown));
        }
        LabelTree.Entry entry = (LabelTree.Entry) tree;
        Selection below = selection.labels.get(entry.label());
        return new HashTree.Labeled(
                entry.label(), below == null ? new HashTree.Pruned(entry.node().digest()) : cut(entry.node(), below));
    }

    private static void addNeighbours(LabelTree tree, byte[] label, NavigableSet<byte[]> shown) {
        byte[] below = null;
        byte[] above = null;
        LabelTree at = tree;
        while (at != null) {
            if (Arrays.compareUnsigned(at.last(), label) < 0) {
                below = at.last();
                at = null;
            } else if (Arrays.compareUnsigned(at.first(), label) > 0) {
                above = at.first();
                at = null;
            } else {
                // The label lies strictly inside, so this is a branch and the gap is in or between its halves.
                LabelTree left = ((LabelTree.Branch) at).left();
                LabelTree right = ((LabelTree.Branch) at).right();
                boolean beyondLeft = Arrays.compareUnsigned(left.last(), label) < 0;
                below = beyondLeft ? left.last() : below;
                above = beyondLeft ? above : right.first();
                at = beyondLeft ? right : left;
            }
        }
        if (below != null) {
            shown.add(below);
        }
        if (above != null) {
            shown.add(above);
        }
    }
}
