package org.icws.protocol.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icws.protocol.candid.CandidValue.blob;
import static org.icws.protocol.candid.CandidValue.bool;
import static org.icws.protocol.candid.CandidValue.nat;
import static org.icws.protocol.candid.CandidValue.nat64;
import static org.icws.protocol.candid.CandidValue.none;
import static org.icws.protocol.candid.CandidValue.principal;
import static org.icws.protocol.candid.CandidValue.record;
import static org.icws.protocol.candid.CandidValue.some;
import static org.icws.protocol.candid.CandidValue.text;
import static org.icws.protocol.candid.CandidValue.tuple;
import static org.icws.protocol.candid.CandidValue.variant;
import static org.icws.protocol.candid.CandidValue.vec;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.ic4j.candid.parser.IDLArgs;
import org.ic4j.candid.parser.IDLValue;
import org.ic4j.candid.types.Label;
import org.icws.protocol.Vectors;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidTest {

    private static CandidValue roundTrip(CandidValue value) {
        List<CandidValue> decoded = CandidDecoder.decode(CandidEncoder.encode(value));
        assertThat(decoded).hasSize(1);
        return decoded.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "client_key, 1025972843",
        "client_principal, 1384677498",
        "client_nonce, 3921324219",
        "sequence_num, 352253448",
        "is_service_message, 2815490792",
        "messages, 889051340",
        "Ok, 17724",
        "Err, 3456837",
        "OpenMessage, 428171005",
        "ClosedByApplication, 1198956877"
    })
    void namesHaveTheirIds(String name, long id) {
        assertThat(CandidText.hash(name)).isEqualTo(id);
        assertThat(FieldNames.ICWS.name(id)).contains(name);
    }

    @Test
    void everyKindOfValueComesBack() {
        CandidValue everything = record(
                "text", text("héllo \"world\""),
                "blob", blob(new byte[] {1, 2, -1}),
                "bool", bool(true),
                "none", none(),
                "some", some(nat(300)),
                "big", nat(BigInteger.TWO.pow(200)),
                "negative", CandidValue.integer(BigInteger.TWO.pow(100).negate()),
                "n64", nat64(-1),
                "i16", new CandidValue.Fixed(CandidValue.FixedKind.INT16, -5),
                "f32", new CandidValue.Float32(1.5f),
                "f64", new CandidValue.Float64(-2.25),
                "principal", principal(Principals.canisterId(1)),
                "null", CandidValue.NULL,
                "reserved", CandidValue.RESERVED,
                "vec", vec(List.of(text("a"), text("b"))),
                "tuple", tuple(nat(1), text("x")),
                "case", variant("Ok"));
        assertThat(roundTrip(everything)).isEqualTo(everything);
    }

    @Test
    void integersOfEverySizeComeBack() {
        for (int bits = 0; bits < 300; bits++) {
            BigInteger power = BigInteger.TWO.pow(bits);
            for (BigInteger value : List.of(power, power.subtract(BigInteger.ONE), power.add(BigInteger.ONE))) {
                assertThat(roundTrip(nat(value)).asBigInteger()).isEqualTo(value);
                assertThat(roundTrip(CandidValue.integer(value)).asBigInteger()).isEqualTo(value);
                assertThat(roundTrip(CandidValue.integer(value.negate())).asBigInteger())
                        .isEqualTo(value.negate());
            }
        }
    }

    @Test
    void aVecOfDifferentCasesGetsOneType() {
        CandidValue cases = vec(List.of(variant("Ok"), variant("Err", text("x")), variant("Ok")));
        assertThat(roundTrip(cases)).isEqualTo(cases);
        CandidValue options = vec(List.of(none(), some(text("x"))));
        assertThat(roundTrip(options)).isEqualTo(options);
        assertThatThrownBy(() -> CandidEncoder.encode(vec(List.of(text("a"), nat(1)))))
                .isInstanceOf(CandidException.class);
        assertThatThrownBy(() -> CandidEncoder.encode(vec(List.of(record("a", nat(1)), record("b", nat(1))))))
                .isInstanceOf(CandidException.class);
    }

    @Test
    void theOpenArgumentOfTheJavaScriptSdkIsEncodedByteForByte() {
        byte[] gateway = new byte[29];
        gateway[28] = 2;
        byte[] encoded = CandidEncoder.encode(record(
                "client_nonce", nat64(0x0102030405060708L), "gateway_principal", principal(Principals.of(gateway))));
        assertThat(encoded)
                .isEqualTo(Vectors.hex("4449444c 01 6c02 f3eec6b40268 bbd1eacd0e78 01 00 01 1d" + "00".repeat(28)
                        + "02 0807060504030201"));
    }

    @Test
    void valuesSayWhatTheyAreInsteadOfWhatWasExpected() {
        CandidValue.Record message = record("content", text("x"));
        assertThat(message.get("content").asText()).isEqualTo("x");
        assertThat(message.find("nothing")).isEmpty();
        assertThatThrownBy(() -> message.get("nothing")).hasMessageContaining("nothing");
        assertThatThrownBy(() -> message.get("content").asBlob()).hasMessage("Expected blob, found text.");
        assertThatThrownBy(() -> nat(BigInteger.TWO.pow(64)).asLong()).isInstanceOf(CandidException.class);
        assertThat(nat64(-1).asBigInteger()).isEqualTo("18446744073709551615");
        assertThat(vec(List.of()).asBlob()).isEmpty();
        assertThat(blob(new byte[] {-1}).asList().get(0).asLong()).isEqualTo(255);
        assertThat(CandidValue.NULL.asOptional()).isEmpty();
        assertThat(variant("Ok", text("x")).is("Ok")).isTrue();
    }

    @Test
    void ic4jReadsWhatWeEncode() {
        byte[] encoded = CandidEncoder.encode(record("text", text("ping"), "timestamp", nat64(5)), bool(true));
        List<IDLValue> values = IDLArgs.fromBytes(encoded).getArgs();
        Map<Label, Object> fields = values.get(0).getValue();
        assertThat(fields)
                .containsEntry(Label.createNamedLabel("text"), "ping")
                .containsEntry(Label.createNamedLabel("timestamp"), 5L);
        assertThat((Boolean) values.get(1).getValue()).isTrue();
    }

    @Test
    void weReadWhatIc4jEncodes() {
        byte[] encoded = IDLArgs.create(
                        List.of(IDLValue.create(new BigInteger("12345678901234567890")), IDLValue.create("text")))
                .toBytes();
        List<CandidValue> values = CandidDecoder.decode(encoded);
        assertThat(values.get(0).asBigInteger()).isEqualTo("12345678901234567890");
        assertThat(values.get(1).asText()).isEqualTo("text");
    }

    @Test
    void theServiceMessageOfARecordedFrameIsReadAndPrinted() {
        byte[] open = Vectors.hex("4449444c066b04fdbd95cc0101bfd397b409038ff2d1ef0a049eb7f0ad0b036c01ebb49ce903026c02"
                + "fa80a2940568bbd1eacd0e786c01d888abb90a786c01c49ff4e40f056b04cdc2dabb047fc9c68ea0057fd7aba29c0a7f99"
                + "9dafab0d7f010000011db5d60075aa2a65184b85d6f66c19a53c4ed80273c484222a52e80e30020e9585bb97f75a05");
        List<CandidValue> decoded = CandidDecoder.decode(open);
        CandidValue.Variant message = decoded.get(0).asVariant();
        assertThat(message.is("OpenMessage")).isTrue();
        CandidValue.Record key = message.value().asRecord().get("client_key").asRecord();
        assertThat(key.get("client_nonce").asLong()).isEqualTo(385892949151814926L);
        assertThat(CandidText.render(decoded, FieldNames.ICWS))
                .isEqualTo("(variant { OpenMessage = record { client_key = record { client_principal = principal"
                        + " \"kj67s-b5v2y-ahlkr-kmume-xbow6-zwbtj-j4j3m-ae46e-qqrcu-uxiby-yae\"; client_nonce ="
                        + " 385_892_949_151_814_926 : nat64; }; } })");
    }

    @Test
    void textShowsNamesWhereKnownAndIdsOtherwise() {
        CandidValue value = record("text", text("a\n\"b\""), "unheard", some(blob(new byte[] {'x', 1})));
        assertThat(CandidText.render(List.of(value, CandidValue.integer(BigInteger.valueOf(-1234))), FieldNames.ICWS))
                .isEqualTo("(record { " + CandidText.hash("unheard")
                        + " = opt (blob \"x\\01\"); text = \"a\\n\\\"b\\\"\"; }, -1_234 : int)");
        assertThat(CandidText.render(List.of(value), FieldNames.NONE)).contains(CandidText.hash("text") + " = ");
        assertThat(CandidText.render(List.of(value), FieldNames.ICWS.with("unheard")))
                .contains("unheard = ");
    }

    @Test
    void longTextIsCutOff() {
        CandidValue large = vec(List.of(blob(new byte[1_000_000]), text("x".repeat(1_000_000))));
        assertThat(roundTrip(blob(new byte[1_000_000])).asBlob()).hasSize(1_000_000);
        assertThat(CandidText.render(List.of(blob(new byte[1_000_000])), FieldNames.ICWS, 100))
                .hasSize(101)
                .endsWith("…");
        assertThat(CandidText.render(List.of(large), FieldNames.ICWS, 100)).hasSize(101);
    }
}
