package org.icws.protocol.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.Arrays;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;

/** The CBOR form of hash trees: arrays that start with the kind of the node. */
final class HashTreeCodec {

    private static final int EMPTY = 0;
    private static final int FORK = 1;
    private static final int LABELED = 2;
    private static final int LEAF = 3;
    private static final int PRUNED = 4;

    /** The label seen last at this level; a label must be above it. */
    private byte[] previousLabel;

    private boolean labelsAtThisLevel;

    private HashTreeCodec() {}

    static HashTree decode(JsonNode node) {
        return new HashTreeCodec().level(node, true);
    }

    private HashTree level(JsonNode node, boolean alone) {
        if (!node.isArray()
                || node.isEmpty()
                || !node.get(0).isIntegralNumber()
                || !node.get(0).canConvertToInt()) {
            throw new ProtocolException("A hash tree node is not an array that starts with its kind.");
        }
        return switch (node.get(0).intValue()) {
            case EMPTY -> sized(node, 1, HashTree.EMPTY);
            case FORK -> fork(node);
            case LABELED -> labeled(node);
            case LEAF -> leaf(node, alone);
            case PRUNED -> sized(node, 2, new HashTree.Pruned(blob(node)));
            default -> throw new ProtocolException("A hash tree node of unknown kind " + node.get(0) + ".");
        };
    }

    private HashTree fork(JsonNode node) {
        requireSize(node, 3);
        HashTree left = level(node.get(1), false);
        return new HashTree.Fork(left, level(node.get(2), false));
    }

    private HashTree labeled(JsonNode node) {
        requireSize(node, 3);
        byte[] label = blob(node);
        if (labelsAtThisLevel && Arrays.compareUnsigned(previousLabel, label) >= 0) {
            throw new ProtocolException("The labels of a hash tree are not in increasing order.");
        }
        labelsAtThisLevel = true;
        previousLabel = label;
        return new HashTree.Labeled(label, decode(node.get(2)));
    }

    private HashTree leaf(JsonNode node, boolean alone) {
        if (!alone) {
            throw new ProtocolException("A hash tree has a leaf beside other nodes.");
        }
        requireSize(node, 2);
        return new HashTree.Leaf(blob(node));
    }

    private static byte[] blob(JsonNode node) {
        JsonNode blob = node.get(1);
        if (blob == null) {
            throw new ProtocolException("A hash tree node lacks its content.");
        }
        return Cbor.asBytes(blob, "hash tree node");
    }

    private static HashTree sized(JsonNode node, int size, HashTree tree) {
        requireSize(node, size);
        return tree;
    }

    private static void requireSize(JsonNode node, int size) {
        if (node.size() != size) {
            throw new ProtocolException(
                    "A hash tree node of kind " + node.get(0) + " has " + node.size() + " parts, not " + size + ".");
        }
    }

    static void write(CBORGenerator generator, HashTree tree) throws IOException {
        if (tree instanceof HashTree.Fork fork) {
            start(generator, FORK, 3);
            write(generator, fork.left());
            write(generator, fork.right());
        } else if (tree instanceof HashTree.Labeled labeled) {
            start(generator, LABELED, 3);
            generator.writeBinary(labeled.label());
            write(generator, labeled.tree());
        } else if (tree instanceof HashTree.Leaf leaf) {
            start(generator, LEAF, 2);
            generator.writeBinary(leaf.value());
        } else if (tree instanceof HashTree.Pruned pruned) {
            start(generator, PRUNED, 2);
            generator.writeBinary(pruned.hash());
        } else {
            start(generator, EMPTY, 1);
        }
        generator.writeEndArray();
    }

    private static void start(CBORGenerator generator, int kind, int size) throws IOException {
        generator.writeStartArray(null, size);
        generator.writeNumber(kind);
    }
}
