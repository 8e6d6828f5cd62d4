package org.icws.protocol.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.Sha256;

/**
 * A hash tree: a Merkle tree over labelled values of which parts may be pruned to their hashes.
 *
 * <p>Decoded trees are well-formed (labels strictly increasing, leaves never beside labels); whoever builds one from the
 * records sees to that himself. Answers about absence are sound: {@link LookupResult.Status#ABSENT} only when no pruned
 * part could hide the label. Immutable; treat the arrays as such. Source: IC interface specification, "Certification".
 */
public sealed interface HashTree {

    /** No content at all. */
    record Empty() implements HashTree {}

    /** Two subtrees side by side; every label of the left is below every label of the right. */
    record Fork(HashTree left, HashTree right) implements HashTree {}

    /** A subtree under a label. */
    record Labeled(byte[] label, HashTree tree) implements HashTree {}

    /** A value. */
    record Leaf(byte[] value) implements HashTree {}

    /** A part that was left out, by its digest of 32 bytes. */
    record Pruned(byte[] hash) implements HashTree {
        /**
         * Checks the length.
         *
         * @throws ProtocolException if it is no digest
         */
        public Pruned {
            if (hash.length != Sha256.BYTES) {
                throw new ProtocolException("A pruned part of a hash tree has 32 bytes, not " + hash.length + ".");
            }
        }
    }

    /** The one empty tree. */
    HashTree EMPTY = new Empty();

    /** A label of text. */
    static Labeled labeled(String label, HashTree tree) {
        return new Labeled(label.getBytes(StandardCharsets.UTF_8), tree);
    }

    /**
     * Reads the CBOR form, with or without the self-describe tag.
     *
     * @throws ProtocolException when it is not a well-formed hash tree
     */
    static HashTree decode(byte[] cbor) {
        return decode(Cbor.read(cbor));
    }

    /** The same from CBOR that is decoded already. */
    static HashTree decode(JsonNode node) {
        return HashTreeCodec.decode(node);
    }

    /** The CBOR form, with the self-describe tag. */
    default byte[] encode() {
        return Cbor.writeSelfDescribed(generator -> HashTreeCodec.write(generator, this));
    }

    /** The root hash, 32 bytes. Computed anew each time. */
    default byte[] digest() {
        return HashTreeDigest.of(this);
    }

    /** What the tree says about a path of labels. */
    default LookupResult lookup(byte[]... path) {
        return HashTreeLookup.lookup(this, path);
    }

    /** The same with labels of text. */
    default LookupResult lookup(String... path) {
        byte[][] labels = new byte[path.length][];
        for (int i = 0; i < path.length; i++) {
            labels[i] = path[i].getBytes(StandardCharsets.UTF_8);
        }
        return lookup(labels);
    }

    /** The labelled children that are visible at a path, in order; none when the path is not visible. */
    default List<Labeled> children(byte[]... path) {
        return HashTreeLookup.children(this, path);
    }
}
