package org.icws.protocol.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Random;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Leb128Test {

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 8001", "624485, e58e26", "18446744073709551615, ffffffffffffffffff01"
    })
    void unsignedForms(String number, String hex) {
        BigInteger value = new BigInteger(number);
        assertThat(Leb128.unsigned(value)).isEqualTo(Vectors.hex(hex));
        assertThat(Leb128.unsigned(value.longValue())).isEqualTo(Vectors.hex(hex));
        assertThat(Leb128.readUnsigned(Vectors.hex(hex))).isEqualTo(value.longValue());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "2, 02",
        "-2, 7e",
        "127, ff00",
        "-127, 817f",
        "128, 8001",
        "-128, 807f",
        "-129, ff7e",
        "63, 3f",
        "64, c000",
        "-64, 40",
        "-65, bf7f",
        "9223372036854775807, ffffffffffffffffff00",
        "-9223372036854775808, 8080808080808080807f"
    })
    void signedForms(String number, String hex) {
        BigInteger value = new BigInteger(number);
        assertThat(Leb128.signed(value)).isEqualTo(Vectors.hex(hex));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Leb128.writeSigned(out, value.longValue());
        assertThat(out.toByteArray()).isEqualTo(Vectors.hex(hex));
    }

    @Test
    void bothUnsignedFormsAgree() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long bits = random.nextLong() >>> random.nextInt(64);
            assertThat(Leb128.unsigned(bits)).isEqualTo(Leb128.unsigned(new BigInteger(Long.toUnsignedString(bits))));
            assertThat(Leb128.readUnsigned(Leb128.unsigned(bits))).isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "0000", "ffffffffffffffffff02", "ffffffffffffffffffff01"})
    void malformedNumbersAreRefused(String hex) {
        assertThatThrownBy(() -> Leb128.readUnsigned(Vectors.hex(hex))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void negativeNumbersHaveNoUnsignedForm() {
        assertThatThrownBy(() -> Leb128.unsigned(BigInteger.valueOf(-1))).isInstanceOf(ProtocolException.class);
    }
}
