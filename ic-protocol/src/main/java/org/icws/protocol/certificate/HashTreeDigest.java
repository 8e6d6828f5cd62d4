package org.icws.protocol.certificate;

import java.security.MessageDigest;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** Root hashes. One digest object serves a whole tree: making one costs as much as hashing a node. */
final class HashTreeDigest {

    private static final byte[] EMPTY = DomainSeparator.HASH_TREE_EMPTY.bytes();
    private static final byte[] FORK = DomainSeparator.HASH_TREE_FORK.bytes();
    private static final byte[] LABELED = DomainSeparator.HASH_TREE_LABELED.bytes();
    private static final byte[] LEAF = DomainSeparator.HASH_TREE_LEAF.bytes();

    private final MessageDigest sha = Sha256.newDigest();

    private HashTreeDigest() {}

    static byte[] of(HashTree tree) {
        return new HashTreeDigest().digest(tree);
    }

    private byte[] digest(HashTree tree) {
        if (tree instanceof HashTree.Pruned pruned) {
            return pruned.hash();
        }
        if (tree instanceof HashTree.Fork fork) {
            byte[] left = digest(fork.left());
            byte[] right = digest(fork.right());
            return hash(FORK, left, right);
        }
        if (tree instanceof HashTree.Labeled labeled) {
            byte[] below = digest(labeled.tree());
            return hash(LABELED, labeled.label(), below);
        }
        if (tree instanceof HashTree.Leaf leaf) {
            return hash(LEAF, leaf.value());
        }
        return hash(EMPTY);
    }

    private byte[] hash(byte[]... parts) {
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest();
    }
}
