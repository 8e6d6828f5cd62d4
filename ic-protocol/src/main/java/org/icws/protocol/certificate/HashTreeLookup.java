package org.icws.protocol.certificate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks up paths in hash trees. Forks are walked from left to right: they carry no labels to decide by. */
final class HashTreeLookup {

    /** What lies directly to the left of the place the label would have. */
    private enum Neighbour {
        /** Nothing or a smaller label: the label cannot hide there. */
        VISIBLE,
        PRUNED
    }

    private final byte[] label;
    private Neighbour left = Neighbour.VISIBLE;
    private HashTree found;
    private LookupResult verdict;

    private HashTreeLookup(byte[] label) {
        this.label = label;
    }

    static LookupResult lookup(HashTree tree, byte[][] path) {
        HashTree current = tree;
        for (byte[] label : path) {
            HashTreeLookup search = new HashTreeLookup(label);
            search.walk(current);
            if (search.found == null) {
                return search.verdict();
            }
            current = search.found;
        }
        return valueOf(current);
    }

    static List<HashTree.Labeled> children(HashTree tree, byte[][] path) {
        HashTree current = tree;
        for (byte[] label : path) {
            HashTreeLookup search = new HashTreeLookup(label);
            search.walk(current);
            if (search.found == null) {
                return List.of();
            }
            current = search.found;
        }
        List<HashTree.Labeled> children = new ArrayList<>();
        collect(current, children);
        return children;
    }

    private static void collect(HashTree tree, List<HashTree.Labeled> into) {
        if (tree instanceof HashTree.Fork fork) {
            collect(fork.left(), into);
            collect(fork.right(), into);
        } else if (tree instanceof HashTree.Labeled labeled) {
            into.add(labeled);
        }
    }

    private static LookupResult valueOf(HashTree tree) {
        if (tree instanceof HashTree.Leaf leaf) {
            return LookupResult.found(leaf.value());
        }
        if (tree instanceof HashTree.Empty) {
            return LookupResult.ABSENT;
        }
        return tree instanceof HashTree.Pruned ? LookupResult.UNKNOWN : LookupResult.ERROR;
    }

    private LookupResult verdict() {
        if (verdict != null) {
            return verdict;
        }
        return left == Neighbour.VISIBLE ? LookupResult.ABSENT : LookupResult.UNKNOWN;
    }

    private void walk(HashTree tree) {
        if (tree instanceof HashTree.Fork fork) {
            walk(fork.left());
            if (found == null && verdict == null) {
                walk(fork.right());
            }
        } else if (tree instanceof HashTree.Labeled labeled) {
            visit(labeled);
        } else if (tree instanceof HashTree.Pruned) {
            left = Neighbour.PRUNED;
        } else if (tree instanceof HashTree.Leaf) {
            // The path goes on where the tree has a value: nothing can be below it.
            verdict = LookupResult.ABSENT;
        }
    }

    private void visit(HashTree.Labeled labeled) {
        int order = Arrays.compareUnsigned(labeled.label(), label);
        if (order == 0) {
            found = labeled.tree();
        } else if (order < 0) {
            left = Neighbour.VISIBLE;
        } else {
            verdict = verdict();
        }
    }
}
