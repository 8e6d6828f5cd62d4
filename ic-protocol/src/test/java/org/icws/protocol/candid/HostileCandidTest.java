package org.icws.protocol.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.icws.protocol.Vectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages from strangers: small ones that ask for much, and broken ones. */
class HostileCandidTest {

    /** Far above what it takes on a busy machine, far below what doubling thirty times takes. */
    private static final Duration QUICK = Duration.ofSeconds(20);

    private static byte[] message(String hex) {
        return Vectors.hex("4449444c" + hex);
    }

    private static void assertRefusedQuickly(byte[] message) {
        Throwable thrown =
                Assertions.assertTimeoutPreemptively(QUICK, () -> catchThrowable(() -> CandidDecoder.decode(message)));
        assertThat(thrown).isInstanceOf(CandidException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 6d7b 01 00 ffffffff07", // a blob of 2^31 - 1 bytes
                "01 6d7b 01 00 ffffffffffffffff7f", // of 2^63 - 1
                "01 6d7b 01 00 ffffffffffffffffff01", // of 2^64 - 1
                "01 6d7f 01 00 80808040", // 2^27 nulls
                "01 6d70 01 00 80808040", // as many reserved values
                "02 6c00 6d00 01 01 80808040", // as many empty records
                "02 6d7f 6d00 01 01 c0843d" + "c0843d", // a million vecs of a million nulls
                "01 6c0100 00 01 00", // a record that contains itself
                "00 01 71 ffffffff07", // a text of 2^31 - 1 bytes
                "ffffffff07", // 2^31 - 1 types
                "00 ffffffff07", // as many arguments
                "01 6cffffffff07", // a record with as many fields
                "01 6bffffffff07", // a variant with as many cases
                "01 6affffffff07", // a function with as many arguments
                "01 69ffffffff07", // a service with as many methods
                "00 01 68 01 1e" // a principal of 30 bytes
            })
    void bombsAreRefusedQuickly(String hex) {
        assertRefusedQuickly(message(hex));
    }

    @Test
    void recordsThatDoubleThirtyTimesAreRefusedQuickly() {
        StringBuilder types = new StringBuilder("1f");
        types.append("6c00");
        for (int i = 0; i < 30; i++) {
            types.append(String.format("6c0200%02x01%02x", i, i));
        }
        assertRefusedQuickly(message(types + "011e"));
    }

    @Test
    void deepNestingIsRefused() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 1);
        byte[] head = message("01 6e00 01 00");
        System.arraycopy(head, 0, deep, 0, head.length);
        assertRefusedQuickly(deep);
    }

    @Test
    void enormousNumbersAreRefused() {
        byte[] number = new byte[2_000_000];
        Arrays.fill(number, (byte) 0xff);
        byte[] head = message("00 01 7d");
        System.arraycopy(head, 0, number, 0, head.length);
        number[number.length - 1] = 1;
        assertRefusedQuickly(number);
    }

    @Test
    void theNumberOfValuesCanBeBoundedMoreTightly() {
        byte[] three = message("01 6d7f 01 00 02");
        assertThat(CandidDecoder.decode(three, 3)).hasSize(1);
        assertThatThrownBy(() -> CandidDecoder.decode(three, 2)).isInstanceOf(CandidException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no type table
                "00", // no arguments
                "00 01 7e 02", // a bool that is 2
                "00 01 7e", // cut off
                "00 01 6f", // a value of empty
                "00 01 00", // an unknown type
                "00 01 67", // an unknown primitive
                "00 00 00", // something follows
                "00 01 68 00", // an opaque principal
                "00 01 71 01 ff", // a text that is not UTF-8
                "01 6e7e 01 00 02", // an opt that is neither
                "01 6b0100 7f 01 00 01", // a case that does not exist
                "01 6b00 01 00 00", // a variant without cases
                "01 6c02 01 7f 01 7f 01 00", // the same field twice
                "01 6c02 02 7f 01 7f 01 00", // fields in decreasing order
                "01 6c01 8080808010 7f 01 00", // a field id of 2^32
                "01 7f 01 00" // a primitive in the type table
            })
    void malformedMessagesAreRefused(String hex) {
        assertThatThrownBy(() -> CandidDecoder.decode(message(hex))).isInstanceOf(CandidException.class);
    }

    @Test
    void otherBytesThanCandidAreRefused() {
        for (String hex : new String[] {"", "44", "4449444d00 00", "d9d9f7a0"}) {
            assertThatThrownBy(() -> CandidDecoder.decode(Vectors.hex(hex))).isInstanceOf(CandidException.class);
        }
    }

    @Test
    void typesOfTheFutureAreSteppedOver() {
        assertThat(CandidDecoder.decode(message("01 67 02 aabb 02 00 7e 03 00 010203 01")))
                .containsExactly(CandidValue.RESERVED, CandidValue.bool(true));
    }

    @Test
    void functionAndServiceReferencesAreRead() {
        assertThat(CandidDecoder.decode(
                        message("02 6a 01 7e 01 71 01 01 69 01 01 6d 00 02 00 01" + "01 01 00 01 66" + "01 00")))
                .hasSize(2)
                .first()
                .isInstanceOf(CandidValue.Func.class);
    }

    @Test
    void changedAndCutOffMessagesNeverDoMoreThanBeRefused() {
        byte[] genuine = CandidEncoder.encode(CandidValue.record(
                "messages", CandidValue.vec(java.util.List.of(CandidValue.record("key", CandidValue.text("k")))),
                "cert", CandidValue.blob(new byte[20]),
                "n", CandidValue.some(CandidValue.nat(5))));
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = Arrays.copyOf(genuine, random.nextInt(genuine.length) + 1);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Throwable thrown = catchThrowable(() -> CandidDecoder.decode(changed, 10_000));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(CandidException.class);
            }
        }
    }
}
