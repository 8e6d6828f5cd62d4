package org.icws.protocol.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidValueTextTest {

    private static final CandidType DOC = type("""
            record {
              op : variant { insert : record { at : nat64; text : text }; delete : record { nat32; nat32 }; nop };
              author : text; rev : nat64; mentions : vec principal; note : opt text; raw : blob; price : float64;
              delta : int; twice : opt opt nat8; next : List }
            """);

    private static final String TEXT = """
            record {
              op = variant { insert = record {
                at = 214 : nat64;
                text = "He said \\"ß\\"\\n";
              } };
              author = "Ada";
              rev = 88 : nat64;
              mentions = vec {
                principal "aaaaa-aa";
              };
              note = opt "x";
              raw = blob "\\00a\\ff";
              price = 1.5 : float64;
              delta = -7 : int;
              twice = opt null;
              next = opt record {
                head = 1 : nat;
                tail = null;
              };
            }""";

    @Test
    void what_is_printed_is_read_again_as_the_same_value() {
        CandidValue value = CandidValueText.parse(TEXT, DOC);
        assertThat(CandidValueText.print(value, DOC).text()).isEqualTo(TEXT);
        assertThat(CandidValueText.parseJson(CandidValueText.printJson(value, DOC), DOC))
                .isEqualTo(value);
    }

    @Test
    void random_values_survive_text_json_and_the_wire() {
        for (long seed = 0; seed < 500; seed++) {
            CandidValue value = CandidSamples.random(DOC, seed);
            assertThat(CandidSamples.random(DOC, seed)).isEqualTo(value);
            assertThat(CandidValueText.parse(CandidValueText.print(value, DOC).text(), DOC))
                    .isEqualTo(value);
            assertThat(CandidValueText.parseJson(CandidValueText.printJson(value, DOC), DOC))
                    .isEqualTo(value);
            byte[] wire = CandidEncoder.encode(List.of(DOC), List.of(value));
            CandidValue decoded = CandidDecoder.decode(wire).get(0);
            assertThat(CandidValueText.print(decoded, DOC).text())
                    .isEqualTo(CandidValueText.print(value, DOC).text());
        }
    }

    @Test
    void the_wire_carries_the_declared_types_also_those_that_the_value_does_not_show() {
        CandidType type = type("variant { a : nat8; b }");
        byte[] wire = CandidEncoder.encode(List.of(type), List.of(CandidValueText.parse("variant { b }", type)));
        // DIDL, one type: variant of 2, a (97) = nat8 (-5 = 7b), b (98) = null (7f); one value of it: case 1
        assertThat(wire).isEqualTo(new byte[] {'D', 'I', 'D', 'L', 1, 0x6b, 2, 97, 0x7b, 98, 0x7f, 1, 0, 1});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nat8   | 256 : nat16    | The number 256 does not fit into nat8.",
                "int8   | 128 : nat      | The number 128 does not fit into int8.",
                "nat64  | -1 : int       | The number -1 does not fit into nat64.",
                "nat    | -1 : int       | A nat is from 0 on, not -1.",
                "float32 | 1 : nat       | Expected float32, found nat.",
                "float64 | \"1\"          | Expected float64, found text.",
                "null   | true           | Expected null, found bool.",
                "func () -> () | \"f\"    | Expected func, found text.",
                "service {} | \"s\"       | Expected service, found text.",
            })
    void a_value_of_another_type_is_refused_instead_of_being_written_as_something_else(
            String type, String value, String why) {
        List<CandidValue> untyped = CandidValueText.parseArguments("(" + value + ")", null);
        assertThatThrownBy(() -> CandidEncoder.encode(List.of(type(type)), untyped))
                .isInstanceOf(CandidException.class)
                .hasMessage(why);
    }

    @Test
    void a_whole_number_that_fits_is_written_whatever_kind_of_number_it_is() {
        byte[] wire = CandidEncoder.encode(
                List.of(type("nat8"), type("int64"), type("nat64")),
                List.of(CandidValue.nat(255), CandidValue.nat32(7), CandidValue.nat64(-1)));
        assertThat(CandidDecoder.decode(wire))
                .extracting(CandidValue::asBigInteger)
                .containsExactly(
                        BigInteger.valueOf(255), BigInteger.valueOf(7), new BigInteger("18446744073709551615"));
    }

    @Test
    void references_that_are_opaque_are_written_as_such() {
        byte[] wire = CandidEncoder.encode(
                List.of(type("func () -> ()"), type("service {}")),
                List.of(new CandidValue.Func(null, null), new CandidValue.Service(null)));
        assertThat(CandidDecoder.decode(wire))
                .containsExactly(new CandidValue.Func(null, null), new CandidValue.Service(null));
    }

    @Test
    void fields_come_in_any_order_and_absent_opts_may_be_left_out() {
        CandidType type = type("record { a : nat8; b : opt text; c : null }");
        CandidValue.Record value =
                CandidValueText.parse("(record { a = 1 })", type).asRecord();
        assertThat(value.get("b")).isEqualTo(CandidValue.none());
        assertThat(CandidValueText.parse("record { b = null; 97 = 0x_01 : nat8; }", type))
                .isEqualTo(value);
    }

    @Test
    void the_places_of_all_parts_are_known() {
        CandidValue value = CandidValueText.parse(TEXT, DOC);
        CandidValueText.Printed printed = CandidValueText.print(value, DOC);
        CandidValueText.Span at = printed.find("op.insert.at").orElseThrow();
        assertThat(printed.text().substring(at.start(), at.end())).isEqualTo("214 : nat64");
        CandidValueText.Span who = printed.find("mentions.0").orElseThrow();
        assertThat(printed.text().substring(who.start(), who.end())).isEqualTo("principal \"aaaaa-aa\"");
    }

    @Test
    void what_does_not_fit_is_named_with_its_place_in_text_and_value() {
        refused("record { rev = 88.5 }", "nat64 is a whole number.", 15, "rev");
        refused("record { rev = -1 }", "nat64 is from 0 to 18,446,744,073,709,551,615.", 15, "rev");
        refused("record { op = variant { jump } }", "There is no \"jump\" here: insert, delete, nop.", 24, "op");
        refused("record { op = variant { insert } }", "\"insert\" has a value: record.", 24, "op");
        refused("record { author = 5 }", "Expected a text, found a number.", 18, "author");
        refused("record { author = \"A }", "The text has no closing quote.", 18, "");
        refused(
                "record { autor = 5 }",
                "There is no \"autor\" here: op, author, rev, mentions, note, raw, price, delta," + " twice, next.",
                9,
                "");
        refused("record { mentions = vec { principal \"a\" } }", null, 36, "mentions.0");
        refused("record { note = \"x\" }", "An opt is null, or opt and a value such as opt (…).", 16, "note");
        refused("record {}", "\"op\" is missing; it is a variant.", 0, "");
        refused("record { rev = 8 : nat32 }", "This is a nat64, not a nat32.", 19, "rev");
    }

    @Test
    void json_that_does_not_fit_is_named_with_its_place() {
        assertThatThrownBy(() -> CandidValueText.parseJson("{\"rev\": \"x\"}", DOC))
                .isInstanceOfSatisfying(CandidSyntaxException.class, e -> {
                    assertThat(e).hasMessage("nat64 is a whole number.");
                    assertThat(e.path()).isEqualTo("rev");
                    assertThat(e.start()).isEqualTo(8);
                });
        assertThatThrownBy(() -> CandidValueText.parseJson("{\"rev\": }", DOC))
                .isInstanceOfSatisfying(CandidSyntaxException.class, e -> {
                    assertThat(e.getMessage()).startsWith("This is not JSON:");
                    assertThat(e.start()).isEqualTo(8);
                });
    }

    @Test
    void without_a_type_the_text_alone_decides() {
        assertThat(CandidValueText.parseArguments("(1 : nat8, \"x\", record { a = 2; true }, opt null)", null))
                .containsExactly(
                        new CandidValue.Fixed(CandidValue.FixedKind.NAT8, 1),
                        CandidValue.text("x"),
                        new CandidValue.Record(java.util.Map.of(
                                97L, CandidValue.integer(BigInteger.TWO), 98L, CandidValue.bool(true))),
                        CandidValue.some(CandidValue.NULL));
    }

    @Test
    void arguments_are_counted() {
        List<CandidType> two = List.of(type("nat8"), type("text"));
        assertThat(CandidValueText.parseArguments("(1, \"a\",)", two)).hasSize(2);
        assertThatThrownBy(() -> CandidValueText.parseArguments("(1)", two))
                .hasMessage("Expected 2 values: (nat8, text).");
        assertThatThrownBy(() -> CandidValueText.parseArguments("(1, \"a\", 2)", two))
                .hasMessage("Expected 2 values: (nat8, text).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0a", "0X", "0xa", "text", ""})
    void a_blob_is_typed_as_text_or_as_hexadecimal_digits(String typed) {
        if (typed.equals("0xa")) {
            assertThatThrownBy(() -> LeafText.readBlob(typed)).hasMessageContaining("two for each byte");
        } else {
            int bytes = typed.equals("0x0a") ? 1 : typed.length();
            assertThat(LeafText.readBlob(typed).asBlob()).hasSize(bytes);
        }
    }

    @Test
    void deep_nesting_is_refused_instead_of_overflowing_the_stack() {
        String deep = "opt ".repeat(100_000) + "null";
        assertThatThrownBy(() -> CandidValueText.parse(deep, null)).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> CandidInterface.parse("type A = " + "opt ".repeat(100_000) + "nat;"))
                .hasMessageContaining("nested deeper");
    }

    @Test
    void a_type_without_finite_values_has_no_sample() {
        CandidType endless =
                CandidInterface.parse("type T = record { T };").types().get("T");
        assertThatThrownBy(() -> CandidSamples.plain(endless)).hasMessageContaining("no finite value");
    }

    private static CandidType type(String text) {
        return CandidInterface.parse("type List = opt record { head : nat; tail : List }; type T = " + text + ";")
                .types()
                .get("T");
    }

    private static void refused(String text, String message, int start, String path) {
        assertThatThrownBy(() -> CandidValueText.parse(text, DOC))
                .isInstanceOfSatisfying(CandidSyntaxException.class, e -> {
                    if (message != null) {
                        assertThat(e).hasMessage(message);
                    }
                    assertThat(e.start()).as(text).isEqualTo(start);
                    assertThat(e.path()).as(text).isEqualTo(path);
                });
    }
}
