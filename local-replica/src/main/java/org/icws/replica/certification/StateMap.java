package org.icws.replica.certification;

import java.nio.charset.StandardCharsets;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/**
 * Labelled parts in label order. Immutable: a change gives a new map that shares all untouched parts and their digests, so
 * certifying a change costs time in proportion to the change.
 */
public final class StateMap implements StateNode {
    /** A map without entries. */
    public static final StateMap EMPTY = new StateMap(null);

    private static final byte[] EMPTY_DIGEST = Sha256.of(DomainSeparator.HASH_TREE_EMPTY.bytes());

    private final LabelTree tree;

    private StateMap(LabelTree tree) {
        this.tree = tree;
    }

    /** The entries; null = none. */
    LabelTree tree() {
        return tree;
    }

    /** This map with an entry added or replaced. */
    public StateMap with(byte[] label, StateNode node) {
        LabelTree.Entry entry = new LabelTree.Entry(label.clone(), node);
        return new StateMap(tree == null ? entry : LabelTree.put(tree, entry));
    }

    /** This map with an entry added or replaced, labelled by UTF-8 text. */
    public StateMap with(String label, StateNode node) {
        return with(label.getBytes(StandardCharsets.UTF_8), node);
    }

    /** This map without an entry. */
    public StateMap without(byte[] label) {
        return tree == null ? this : new StateMap(LabelTree.remove(tree, label));
    }

    /** The entry with this label; null = none. */
    public StateNode get(byte[] label) {
        return tree == null ? null : LabelTree.find(tree, label);
    }

    @Override
    public byte[] digest() {
        return tree == null ? EMPTY_DIGEST : tree.digest();
    }

    @Override
    public HashTree revealed() {
        return tree == null ? HashTree.EMPTY : tree.revealed();
    }
}
