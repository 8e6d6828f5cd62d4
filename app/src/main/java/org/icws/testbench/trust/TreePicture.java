package org.icws.testbench.trust;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.control.HashTreeView.Kind;
import org.icws.testbench.control.HashTreeView.Node;
import org.icws.testbench.store.Format;

/** Draws a hash tree so that the way to one leaf can be seen: what lies beside it in detail only while there is room. */
final class TreePicture {

    private static final int SMALL = 4;

    private final String note;
    private final boolean more;

    private TreePicture(String note, boolean more) {
        this.note = note;
        this.more = more;
    }

    /**
     * The picture of a tree.
     *
     * @param path labels from the root to the leaf that matters
     * @param note what to write under that leaf
     */
    static Node of(HashTree tree, List<byte[]> path, String note) {
        // Of a large tree only the branches that are pruned or small are drawn beside the way.
        return new TreePicture(note, leaves(tree) <= 6).draw(tree, path);
    }

    /** How many leaves are shown, and how many branches are pruned, in words. */
    static String summary(HashTree tree) {
        return Format.count(leaves(tree), "leaf").replace("leafs", "leaves") + ", " + Format.count(pruned(tree))
                + " pruned";
    }

    private Node draw(HashTree tree, List<byte[]> path) {
        if (path == null) {
            return beside(tree);
        }
        if (tree instanceof HashTree.Fork fork) {
            boolean left = !path.isEmpty() && holds(fork.left(), path.get(0));
            boolean right = !path.isEmpty() && !left && holds(fork.right(), path.get(0));
            return new Node(
                    Kind.FORK,
                    "",
                    true,
                    List.of(draw(fork.left(), left ? path : null), draw(fork.right(), right ? path : null)));
        }
        if (tree instanceof HashTree.Labeled labeled) {
            boolean on = !path.isEmpty() && Arrays.equals(labeled.label(), path.get(0));
            if (!on) {
                return beside(tree);
            }
            Node below = draw(labeled.tree(), path.subList(1, path.size()));
            return new Node(Kind.LABEL, text(labeled.label()), true, List.of(below));
        }
        if (tree instanceof HashTree.Leaf leaf) {
            return new Node(Kind.LEAF, hex(leaf.value()) + (note.isEmpty() ? "" : "\n" + note), true, List.of());
        }
        return beside(tree);
    }

    private Node beside(HashTree tree) {
        if (tree instanceof HashTree.Pruned pruned) {
            return new Node(Kind.PRUNED, hex(pruned.hash()), false, List.of());
        }
        if (!more && nodes(tree) > SMALL) {
            return new Node(Kind.PRUNED, Format.count(leaves(tree)) + " more shown", false, List.of());
        }
        if (tree instanceof HashTree.Fork fork) {
            return new Node(Kind.FORK, "", false, List.of(beside(fork.left()), beside(fork.right())));
        }
        if (tree instanceof HashTree.Labeled labeled) {
            return new Node(Kind.LABEL, text(labeled.label()), false, List.of(beside(labeled.tree())));
        }
        if (tree instanceof HashTree.Leaf leaf) {
            return new Node(Kind.LEAF, hex(leaf.value()), false, List.of());
        }
        return new Node(Kind.LEAF, "empty", false, List.of());
    }

    private static boolean holds(HashTree tree, byte[] label) {
        if (tree instanceof HashTree.Fork fork) {
            return holds(fork.left(), label) || holds(fork.right(), label);
        }
        return tree instanceof HashTree.Labeled labeled && Arrays.equals(labeled.label(), label);
    }

    private static Stream<HashTree> children(HashTree tree) {
        if (tree instanceof HashTree.Fork fork) {
            return Stream.of(fork.left(), fork.right());
        }
        return tree instanceof HashTree.Labeled labeled ? Stream.of(labeled.tree()) : Stream.empty();
    }

    private static int nodes(HashTree tree) {
        return 1 + children(tree).mapToInt(TreePicture::nodes).sum();
    }

    private static int leaves(HashTree tree) {
        return (tree instanceof HashTree.Leaf ? 1 : 0)
                + children(tree).mapToInt(TreePicture::leaves).sum();
    }

    private static int pruned(HashTree tree) {
        return (tree instanceof HashTree.Pruned ? 1 : 0)
                + children(tree).mapToInt(TreePicture::pruned).sum();
    }

    /** Text as it is, the number at the end of a message's key, or a principal. */
    private static String text(byte[] label) {
        boolean printable = true;
        for (byte b : label) {
            printable &= b >= 32 && b < 127;
        }
        if (!printable) {
            return label.length <= 29 ? Principals.shorten(Principals.of(label)) : hex(label);
        }
        String text = new String(label, StandardCharsets.US_ASCII);
        int underscore = text.lastIndexOf('_');
        return text.length() > 24 && underscore > 0
                ? "…" + text.substring(Math.max(underscore, text.length() - 5))
                : text;
    }

    private static String hex(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 32));
        return hex.length() <= 10 ? hex : hex.substring(0, 4) + "…" + hex.substring(hex.length() - 4);
    }
}
