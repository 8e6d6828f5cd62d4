package org.icws.replica.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;
import org.junit.jupiter.api.Test;

class StateMapTest {
    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theDigestIsThatOfTheRevealedTree() {
        StateMap map = StateMap.EMPTY;
        assertThat(map.digest()).isEqualTo(map.revealed().digest());
        for (String name : List.of("b", "", "a", "ab", "abc", "\u00ff", "b")) {
            map = map.with(name, StateNode.leaf("value of " + name)).with("deep" + name, map);
            assertThat(map.digest()).isEqualTo(map.revealed().digest());
        }
    }

    @Test
    void theRevealedTreeIsWellFormedAndComplete() {
        Random random = new Random(3);
        StateMap map = StateMap.EMPTY;
        TreeMap<String, byte[]> model = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            byte[] name = Sha256.of(new byte[] {(byte) random.nextInt(), (byte) random.nextInt(2)});
            byte[] key = java.util.Arrays.copyOf(name, 1 + random.nextInt(4));
            if (random.nextInt(4) == 0) {
                map = map.without(key);
                model.remove(new String(key, StandardCharsets.ISO_8859_1));
            } else {
                map = map.with(key, StateNode.leaf(new byte[] {(byte) i}));
                model.put(new String(key, StandardCharsets.ISO_8859_1), new byte[] {(byte) i});
            }
        }

        // Decoding checks that labels increase from left to right.
        HashTree decoded = HashTree.decode(map.revealed().encode());
        assertThat(decoded.digest()).isEqualTo(map.digest());
        model.forEach((key, value) -> assertThat(decoded.lookup(key.getBytes(StandardCharsets.ISO_8859_1))
                        .value())
                .isEqualTo(value));
        assertThat(decoded.children()).hasSize(model.size());
    }

    @Test
    void aWitnessShowsWhatWasAskedForAndKeepsTheDigest() {
        StateMap inner = StateMap.EMPTY.with("x", StateNode.leaf("1")).with("y", StateNode.leaf("2"));
        StateMap root =
                StateMap.EMPTY.with("a", inner).with("b", StateNode.leaf("3")).with("time", StateNode.leaf("4"));

        HashTree tree = Witness.of(root, List.of(List.of(label("a"), label("y")), List.of(label("time"))));

        assertThat(tree.digest()).isEqualTo(root.digest());
        assertThat(tree.lookup("a", "y").value()).isEqualTo(label("2"));
        assertThat(tree.lookup("time").value()).isEqualTo(label("4"));
        assertThat(tree.lookup("a", "x").status()).isEqualTo(LookupResult.Status.UNKNOWN);
        assertThat(tree.lookup("b").status()).isEqualTo(LookupResult.Status.UNKNOWN);
    }

    @Test
    void absenceIsProvenByTheNeighboursWhereverTheGapIs() {
        StateMap map = StateMap.EMPTY;
        List<byte[]> absent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            map = map.with(new byte[] {(byte) (2 * i + 1), 7}, StateNode.leaf("v"));
            absent.add(new byte[] {(byte) (2 * i), 7});
        }
        absent.add(new byte[] {1, 6});
        absent.add(new byte[] {1, 7, 0});
        absent.add(new byte[] {(byte) 255});
        StateMap root = StateMap.EMPTY.with("request_status", map);

        for (byte[] label : absent) {
            HashTree tree = Witness.of(root, List.of(List.of(label("request_status"), label)));
            assertThat(tree.digest()).isEqualTo(root.digest());
            assertThat(tree.lookup(label("request_status"), label).status()).isEqualTo(LookupResult.Status.ABSENT);
        }
    }

    @Test
    void aChangeLeavesTheEarlierMapAsItWas() {
        StateMap before = StateMap.EMPTY.with("a", StateNode.leaf("1")).with("b", StateNode.leaf("2"));
        byte[] digest = before.digest().clone();

        StateMap after = before.with("a", StateNode.leaf("3")).without(label("b"));

        assertThat(before.digest()).isEqualTo(digest);
        assertThat(after.revealed().lookup("a").value()).isEqualTo(label("3"));
        assertThat(after.get(label("b"))).isNull();
    }
}
