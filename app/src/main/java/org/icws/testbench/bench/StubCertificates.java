package org.icws.testbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.request.DomainSeparator;

/** Certificates of the stub network, really signed, under a key of its own. Replies of one round share a signature. */
final class StubCertificates {
    private final BlsSecret key = BlsSecret.fromSeed(new byte[32]);

    byte[] rootKey() {
        return key.publicKeyDer();
    }

    /** Certifies a canister's data. */
    byte[] canisterData(Principal canister, byte[] certifiedData, long timeNanos) {
        HashTree data = HashTree.labeled("certified_data", new HashTree.Leaf(certifiedData));
        HashTree tree = new HashTree.Fork(
                HashTree.labeled("canister", new HashTree.Labeled(canister.getValue(), data)), time(timeNanos));
        return new Certificate(tree, sign(tree), Optional.empty()).encode();
    }

    /** Certificates of replies, each with its own witness under the one signature of their round. */
    List<byte[]> round(List<byte[]> requestIds, byte[] reply, long timeNanos) {
        HashTree answer = new HashTree.Fork(
                HashTree.labeled("reply", new HashTree.Leaf(reply)),
                HashTree.labeled("status", new HashTree.Leaf("replied".getBytes())));
        SortedMap<byte[], HashTree> sorted = new TreeMap<>(java.util.Arrays::compareUnsigned);
        requestIds.forEach(id -> sorted.put(id, new HashTree.Labeled(id, answer)));
        Levels levels = new Levels(List.copyOf(sorted.values()));
        HashTree pruned = HashTree.labeled("request_status", new HashTree.Pruned(levels.digest()));
        byte[] signature = sign(new HashTree.Fork(pruned, time(timeNanos)));
        Map<byte[], Integer> places = new TreeMap<>(java.util.Arrays::compareUnsigned);
        sorted.keySet().forEach(id -> places.put(id, places.size()));
        List<byte[]> certificates = new ArrayList<>();
        for (byte[] id : requestIds) {
            HashTree witness = HashTree.labeled("request_status", levels.witness(places.get(id)));
            certificates.add(
                    new Certificate(new HashTree.Fork(witness, time(timeNanos)), signature, Optional.empty()).encode());
        }
        return certificates;
    }

    private static HashTree time(long nanos) {
        return HashTree.labeled("time", new HashTree.Leaf(Leb128.unsigned(nanos)));
    }

    private byte[] sign(HashTree tree) {
        return key.sign(DomainSeparator.STATE_ROOT.prepend(tree.digest()));
    }

    /** A tree that shows all these messages, as the canister library's does. */
    static HashTree messageTree(List<String> keys, List<byte[]> contents) {
        List<HashTree> leaves = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            leaves.add(HashTree.labeled(keys.get(i), new HashTree.Leaf(Sha256.of(contents.get(i)))));
        }
        return HashTree.labeled("websocket", fork(leaves));
    }

    private static HashTree fork(List<HashTree> parts) {
        int half = parts.size() / 2;
        return half == 0
                ? parts.get(0)
                : new HashTree.Fork(fork(parts.subList(0, half)), fork(parts.subList(half, parts.size())));
    }

    /** A balanced tree whose digests are computed once. */
    private static final class Levels {
        private final HashTree leaf;
        private final Levels left;
        private final Levels right;
        private final int size;
        private final HashTree pruned;

        Levels(List<HashTree> parts) {
            size = parts.size();
            if (size == 1) {
                leaf = parts.get(0);
                left = null;
                right = null;
                pruned = new HashTree.Pruned(leaf.digest());
            } else {
                leaf = null;
                left = new Levels(parts.subList(0, size / 2));
                right = new Levels(parts.subList(size / 2, size));
                pruned = new HashTree.Pruned(new HashTree.Fork(left.pruned, right.pruned).digest());
            }
        }

        byte[] digest() {
            return pruned.digest();
        }

        HashTree witness(int index) {
            if (leaf != null) {
                return leaf;
            }
            return index < left.size
                    ? new HashTree.Fork(left.witness(index), right.pruned)
                    : new HashTree.Fork(left.pruned, right.witness(index - left.size));
        }
    }
}
