package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.icws.protocol.certificate.HashTree.Fork;
import org.icws.protocol.certificate.HashTree.Leaf;
import org.icws.protocol.certificate.HashTree.Pruned;
import org.icws.protocol.certificate.LookupResult.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTreeTest {

    private static final String ROOT = "eb5c5b2195e62d996b84c9bcc8259d19a83786a2f59e0878cec84c811f669aa0";

    /** The specification's example: a/x hello, a/y world, b good, c empty, d morning. */
    private static final byte[] WHOLE =
            Vectors.hex("8301830183024161830183018302417882034568656c6c6f810083024179820345776f726c64830241628203"
                    + "44676f6f648301830241638100830241648203476d6f726e696e67");

    /** The same with everything pruned but a/y and d. */
    private static final byte[] PRUNED =
            Vectors.hex("83018301830241618301820458201b4feff9bef8131788b0c9dc6dbad6e81e524249c879e9f10f71ce3749f5"
                    + "a63883024179820345776f726c6483024162820458207b32ac0c6ba8ce35ac82c255fc7906f7fc130dab2a09"
                    + "0f80fe12f9c2cae83ba6830182045820ec8324b8a1f1ac16bd2e806edba78006479c9877fed4eb464a25485465"
                    + "af601d830241648203476d6f726e696e67");

    private static Leaf leaf(String value) {
        return new Leaf(value.getBytes(UTF_8));
    }

    private static HashTree fork(HashTree... trees) {
        HashTree all = trees[trees.length - 1];
        for (int i = trees.length - 2; i >= 0; i--) {
            all = new Fork(trees[i], all);
        }
        return all;
    }

    private static HashTree child(String label) {
        return HashTree.labeled(label, leaf("value of " + label));
    }

    private static final HashTree HIDDEN = new Pruned(new byte[32]);

    @Test
    void theSpecificationsExampleHasItsRootHash() {
        assertThat(HexFormat.of().formatHex(HashTree.decode(WHOLE).digest())).isEqualTo(ROOT);
        assertThat(HexFormat.of().formatHex(HashTree.decode(PRUNED).digest())).isEqualTo(ROOT);
    }

    @Test
    void encodingIsTheReverseOfDecoding() {
        assertThat(HashTree.decode(WHOLE).encode())
                .isEqualTo(Vectors.hex("d9d9f7" + HexFormat.of().formatHex(WHOLE)));
        assertThat(HashTree.decode(HashTree.decode(PRUNED).encode()).digest())
                .isEqualTo(HashTree.decode(PRUNED).digest());
        assertThat(HashTree.EMPTY.encode()).isEqualTo(Vectors.hex("d9d9f78100"));
    }

    @ParameterizedTest
    @CsvSource({
        "a/x, FOUND",
        "a/y, FOUND",
        "b, FOUND",
        "d, FOUND",
        "c, ABSENT",
        "a, ERROR",
        "a/z, ABSENT",
        "a/a, ABSENT",
        "a/x/y, ABSENT",
        "bb, ABSENT",
        "e, ABSENT"
    })
    void lookupsInTheWholeExample(String path, Status status) {
        assertThat(HashTree.decode(WHOLE).lookup(path.split("/")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "a/y, FOUND",
        "d, FOUND",
        "a/x, UNKNOWN",
        "a/a, UNKNOWN",
        "a/z, ABSENT",
        "b, UNKNOWN",
        "b/q, UNKNOWN",
        "c, UNKNOWN",
        "aa, ABSENT",
        "e, ABSENT"
    })
    void lookupsInThePrunedExample(String path, Status status) {
        assertThat(HashTree.decode(PRUNED).lookup(path.split("/")).status()).isEqualTo(status);
    }

    @Test
    void aFoundValueIsTheLeafs() {
        assertThat(HashTree.decode(WHOLE).lookup("a", "x").value()).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void nothingIsProvenAbsentBesideAPrunedPart() {
        assertThat(fork(HIDDEN, child("m")).lookup("b").status()).isEqualTo(Status.UNKNOWN);
        assertThat(fork(child("m"), HIDDEN).lookup("z").status()).isEqualTo(Status.UNKNOWN);
        assertThat(fork(child("a"), HIDDEN, child("m")).lookup("b").status()).isEqualTo(Status.UNKNOWN);
        assertThat(HIDDEN.lookup("b").status()).isEqualTo(Status.UNKNOWN);
        assertThat(HashTree.labeled("a", HIDDEN).lookup("a").status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void absenceIsProvenByVisibleNeighboursAndEdges() {
        assertThat(fork(HIDDEN, child("a"), child("m"), HIDDEN).lookup("b").status())
                .isEqualTo(Status.ABSENT);
        assertThat(fork(child("m"), HIDDEN).lookup("b").status()).isEqualTo(Status.ABSENT);
        assertThat(fork(HIDDEN, child("m")).lookup("z").status()).isEqualTo(Status.ABSENT);
        assertThat(HashTree.EMPTY.lookup("b").status()).isEqualTo(Status.ABSENT);
    }

    @Test
    void aLabelThatExtendsAnotherIsFound() {
        HashTree tree = fork(child("a"), child("ab"));
        assertThat(tree.lookup("ab").isFound()).isTrue();
        assertThat(tree.lookup("a").isFound()).isTrue();
        assertThat(tree.lookup("aa").status()).isEqualTo(Status.ABSENT);
    }

    @Test
    void labelsAreComparedAsUnsignedBytes() {
        HashTree tree = new Fork(
                new HashTree.Labeled(new byte[] {0x7f}, leaf("1")), new HashTree.Labeled(new byte[] {-1}, leaf("2")));
        assertThat(tree.lookup(new byte[] {-1}).isFound()).isTrue();
        assertThat(tree.lookup(new byte[] {-2}).status()).isEqualTo(Status.ABSENT);
    }

    @Test
    void visibleChildrenAreListed() {
        HashTree tree = HashTree.labeled("p", fork(child("a"), HIDDEN, child("c")));
        assertThat(tree.children("p".getBytes(UTF_8)))
                .extracting(labeled -> new String(labeled.label(), UTF_8))
                .containsExactly("a", "c");
        assertThat(tree.children("q".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", // no array
                "80", // no kind
                "8105", // unknown kind
                "8200 00", // an empty node with content
                "8301 8100", // a fork with one side, cut off
                "8201 8100", // a fork with one side
                "8302 6161 8100", // a label of text
                "8203 6161", // a leaf of text
                "8103", // a leaf without value
                "8204 4100", // a short hash
                "8301 8203 40 8203 40", // leaves side by side
                "8301 8203 40 8302 4161 8100", // a leaf beside a label
                "8301 8302 4162 8100 8302 4161 8100", // labels in decreasing order
                "8301 8302 4161 8100 8302 4161 8100", // the same label twice
                "8301 8302 4162 8100 8301 8100 8302 4161 8100" // decreasing over several forks
            })
    void malformedTreesAreRefused(String hex) {
        assertThatThrownBy(() -> HashTree.decode(Vectors.hex(hex))).isInstanceOf(ProtocolException.class);
    }
}
