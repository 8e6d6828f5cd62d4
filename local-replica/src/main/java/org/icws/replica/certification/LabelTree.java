package org.icws.replica.certification;

import java.util.Arrays;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/**
 * The entries of a {@link StateMap} as a persistent crit-bit tree: each branch splits its labels at the first bit in which they
 * differ, so left to right is label order and the shape depends on the labels only.
 */
abstract class LabelTree {
    /** Bits per byte of a label: one that tells whether there is a byte at all, then its eight bits. */
    private static final int SYMBOL_BITS = 9;

    private volatile byte[] digest;

    abstract byte[] first();

    abstract byte[] last();

    abstract HashTree revealed();

    abstract byte[] computeDigest();

    final byte[] digest() {
        byte[] known = digest;
        if (known == null) {
            known = computeDigest();
            digest = known;
        }
        return known;
    }

    /** One labelled part. */
    static final class Entry extends LabelTree {
        private static final byte[] SEPARATOR = DomainSeparator.HASH_TREE_LABELED.bytes();

        private final byte[] label;
        private final StateNode node;

        Entry(byte[] label, StateNode node) {
            this.label = label;
            this.node = node;
        }

        byte[] label() {
            return label;
        }

        StateNode node() {
            return node;
        }

        @Override
        byte[] first() {
            return label;
        }

        @Override
        byte[] last() {
            return label;
        }

        @Override
        HashTree revealed() {
            return new HashTree.Labeled(label, node.revealed());
        }

        @Override
        byte[] computeDigest() {
            return Sha256.of(SEPARATOR, label, node.digest());
        }
    }

    /** Two non-empty trees; all labels agree before the given bit. */
    static final class Branch extends LabelTree {
        private static final byte[] SEPARATOR = DomainSeparator.HASH_TREE_FORK.bytes();

        private final int bit;
        private final LabelTree left;
        private final LabelTree right;

        Branch(int bit, LabelTree left, LabelTree right) {
            this.bit = bit;
            this.left = left;
            this.right = right;
        }

        LabelTree left() {
            return left;
        }

        LabelTree right() {
            return right;
        }

        @Override
        byte[] first() {
            return left.first();
        }

        @Override
        byte[] last() {
            return right.last();
        }

        @Override
        HashTree revealed() {
            return new HashTree.Fork(left.revealed(), right.revealed());
        }

        @Override
        byte[] computeDigest() {
            return Sha256.of(SEPARATOR, left.digest(), right.digest());
        }

        private Branch replace(LabelTree old, LabelTree by) {
            return old == left ? new Branch(bit, by, right) : new Branch(bit, left, by);
        }

        private LabelTree child(byte[] label) {
            return bitSet(label, bit) ? right : left;
        }
    }

    private static boolean bitSet(byte[] label, int bit) {
        int index = bit / SYMBOL_BITS;
        int inSymbol = bit % SYMBOL_BITS;
        if (index >= label.length) {
            return false;
        }
        return inSymbol == 0 || (label[index] >>> (SYMBOL_BITS - 1 - inSymbol) & 1) == 1;
    }

    /** The first bit in which two different labels differ. */
    private static int criticalBit(byte[] a, byte[] b) {
        int index = Arrays.mismatch(a, b);
        if (index >= Math.min(a.length, b.length)) {
            return index * SYMBOL_BITS;
        }
        int difference = (a[index] ^ b[index]) & 0xff;
        return index * SYMBOL_BITS + 1 + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
    }

    private static Entry nearest(LabelTree tree, byte[] label) {
        LabelTree at = tree;
        while (at instanceof Branch branch) {
            at = branch.child(label);
        }
        return (Entry) at;
    }

    static StateNode find(LabelTree tree, byte[] label) {
        Entry entry = nearest(tree, label);
        return Arrays.equals(entry.label, label) ? entry.node : null;
    }

    static LabelTree put(LabelTree tree, Entry entry) {
        byte[] near = nearest(tree, entry.label).label;
        int bit = Arrays.equals(near, entry.label) ? Integer.MAX_VALUE : criticalBit(near, entry.label);
        return put(tree, entry, bit);
    }

    private static LabelTree put(LabelTree tree, Entry entry, int bit) {
        if (tree instanceof Branch branch && branch.bit < bit) {
            LabelTree child = branch.child(entry.label);
            return branch.replace(child, put(child, entry, bit));
        }
        if (bit == Integer.MAX_VALUE) {
            return entry;
        }
        return bitSet(entry.label, bit) ? new Branch(bit, tree, entry) : new Branch(bit, entry, tree);
    }

    /** The tree without a label; null = nothing is left. */
    static LabelTree remove(LabelTree tree, byte[] label) {
        if (tree instanceof Entry entry) {
            return Arrays.equals(entry.label, label) ? null : tree;
        }
        Branch branch = (Branch) tree;
        LabelTree child = branch.child(label);
        LabelTree rest = remove(child, label);
        if (rest == null) {
            return child == branch.left ? branch.right : branch.left;
        }
        return rest == child ? tree : branch.replace(child, rest);
    }
}
