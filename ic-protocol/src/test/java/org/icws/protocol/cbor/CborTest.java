package org.icws.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {

    @Test
    void theSelfDescribeTagIsOptional() {
        assertThat(Cbor.read(Vectors.hex("d9d9f7 a1 6161 01"))).isEqualTo(Cbor.read(Vectors.hex("a1 6161 01")));
    }

    @Test
    void writesDefiniteLengthsAndMinimalIntegers() {
        byte[] bytes = Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, 2);
            generator.writeBinaryField("b", new byte[] {1, 2});
            generator.writeFieldName("n");
            generator.writeStartArray(null, 5);
            for (long bits : new long[] {0, 24, 256, 1L << 32, -1}) {
                Cbor.writeUnsigned(generator, bits);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        });
        assertThat(bytes)
                .isEqualTo(Vectors.hex(
                        "d9d9f7 a2 6162 420102 616e 85 00 1818 190100 1b0000000100000000" + " 1bffffffffffffffff"));
    }

    @Test
    void unsignedNumbersOfAllForms() {
        JsonNode map =
                Cbor.read(Vectors.hex("a4 6161 1bffffffffffffffff 6162 c2 4105 6163 1b0000000000000001 6164 20"));
        assertThat(Cbor.unsignedLong(map, "a")).isEqualTo(-1L);
        assertThat(Cbor.unsignedLong(map, "b")).isEqualTo(5);
        assertThat(Cbor.unsignedLong(map, "c")).isEqualTo(1);
        assertThatThrownBy(() -> Cbor.unsignedLong(map, "d")).isInstanceOf(CborException.class);
        JsonNode large = Cbor.read(Vectors.hex("a1 6161 c2 49 010000000000000000"));
        assertThatThrownBy(() -> Cbor.unsignedLong(large, "a")).hasMessageContaining("2^64");
    }

    @Test
    void fieldsAreTypedAndNullMeansAbsent() {
        JsonNode map = Cbor.read(Vectors.hex("a3 6161 f6 6162 6178 6163 4101"));
        assertThat(Cbor.optionalBytes(map, "a")).isEmpty();
        assertThat(Cbor.optionalBytes(map, "z")).isEmpty();
        assertThat(Cbor.optionalText(map, "b")).contains("x");
        assertThat(Cbor.bytes(map, "c")).containsExactly(1);
        assertThatThrownBy(() -> Cbor.bytes(map, "a")).hasMessageContaining("missing");
        assertThatThrownBy(() -> Cbor.bytes(map, "b")).hasMessageContaining("byte string");
        assertThatThrownBy(() -> Cbor.text(map, "c")).hasMessageContaining("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "d9d9f7", // a tag of nothing
                "a1 6161", // cut off
                "a2 6161 01 6161 02", // duplicate key
                "bf 6161 01 6161 02 ff", // the same in indefinite length
                "a1 6161 01 00", // something follows
                "a1 6161 01 d9d9f7", // a tag follows
                "a1 6161 01 ff", // a break follows
                "5b 7fffffffffffffff 00", // 2^63 - 1 bytes promised
                "9b 7fffffffffffffff 00", // as many elements promised
                "7b 7fffffffffffffff 00", // as many characters
                "c1 00", // a tag without meaning here
                "a1 4161 01", // a key that is a byte string
                "a1 01 01", // a key that is a number
                "61 ff", // a text that is not UTF-8
                "5f 6161 ff", // a byte string with a piece of text
                "5f 5f 4161 ff ff", // pieces in pieces
                "5f 4161", // no end of the pieces
                "9f 01", // no end of the array
                "f93c00", // a float
                "c2 6161", // a bignum of text
                "1c", // reserved
                "ff" // a break of nothing
            })
    void anythingElseThanOneItemIsRefused(String hex) {
        assertThatThrownBy(() -> Cbor.read(Vectors.hex(hex))).isInstanceOf(CborException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "1bffffffffffffffff",
                "4101",
                "40",
                "6161",
                "60",
                "80",
                "a0",
                "f6",
                "8180",
                "f4",
                "20",
                "9f0102ff",
                "bf616101ff",
                "5f4161ff",
                "7f6161ff",
                "3bffffffffffffffff",
                "d9d9f7d9d9f700"
            })
    void anyOneItemIsRead(String hex) {
        assertThat(Cbor.read(Vectors.hex(hex))).isNotNull();
        assertThatThrownBy(() -> Cbor.read(Vectors.hex(hex + "00"))).isInstanceOf(CborException.class);
    }

    @Test
    void nestingIsLimited() {
        byte[] deep = new byte[300];
        Arrays.fill(deep, (byte) 0x81);
        deep[299] = 0;
        assertThatThrownBy(() -> Cbor.read(deep)).isInstanceOf(CborException.class);
        assertThat(Cbor.read(Arrays.copyOfRange(deep, 200, 300)).isArray()).isTrue();
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            try {
                Cbor.read(bytes);
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        }
    }
}
