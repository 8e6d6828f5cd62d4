package org.icws.replica.certification;

import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** A value at the end of a path. */
final class StateLeaf implements StateNode {
    private static final byte[] SEPARATOR = DomainSeparator.HASH_TREE_LEAF.bytes();

    private final byte[] value;
    private final byte[] digest;

    StateLeaf(byte[] value) {
        this.value = value.clone();
        this.digest = Sha256.of(SEPARATOR, this.value);
    }

    @Override
    public byte[] digest() {
        return digest;
    }

    @Override
    public HashTree revealed() {
        return new HashTree.Leaf(value);
    }
}
