package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidSamples;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.sample.SampleCanister;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class PayloadTextTest {

    @Test
    void candid_is_set_with_one_field_a_line() {
        assertThat(PayloadText.candid(TestEvents.candid("a { b ; \"c\" }")).split("\n"))
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines[0]).isEqualTo("(record {");
                    assertThat(lines[1]).isEqualTo("  text = \"a { b ; \\\"c\\\" }\";");
                    assertThat(lines[2]).startsWith("  timestamp = ").endsWith(": nat64;");
                    assertThat(lines[3]).isEqualTo("})");
                });
    }

    @Test
    void messages_of_every_sample_canister_are_shown_with_names_instead_of_numbers() {
        for (SampleCanister sample : SampleCanister.values()) {
            CandidType type =
                    CandidInterface.parse(sample.candid()).webSocketMessage().orElse(null);
            for (int seed = 0; type != null && seed < 60; seed++) {
                byte[] message = CandidEncoder.encode(List.of(type), List.of(CandidSamples.random(type, seed)));
                assertThat(PayloadText.candid(message).replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "…"))
                        .as(sample + " " + seed)
                        .doesNotContainPattern("(\\d{5,} = |variant \\{\\s*\\d)");
            }
        }
    }

    @Test
    void names_of_an_interface_that_was_met_are_shown_from_then_on() {
        byte[] message = CandidEncoder.encode(CandidValue.record("never_heard_of_before", CandidValue.text("x")));
        assertThat(PayloadText.candid(message)).doesNotContain("never_heard_of_before");
        KnownNames.learn("service : { ws_message : (blob, opt record { \"never_heard_of_before\" : text }) -> () }");
        assertThat(PayloadText.candid(message)).contains("never_heard_of_before = ");
    }

    @Test
    void the_headline_is_the_text_of_the_message() {
        assertThat(PayloadText.headline(TestEvents.candid("ping"))).isEqualTo("“ping”");
    }

    @Test
    void the_headline_of_a_message_with_parts_names_them_without_types_and_principals_last() {
        KnownNames.learn(
                "type T = record { author : principal; version : nat64; steps : vec variant { Keep : nat32; Put : text };"
                        + " note : opt text; all : vec nat8 }; service : {}");
        byte[] message = CandidEncoder.encode(CandidValue.variant(
                "Put",
                CandidValue.record(
                        "author",
                        CandidValue.principal(Principal.managementCanister()),
                        "version",
                        CandidValue.nat64(27),
                        "steps",
                        CandidValue.vec(List.of(
                                CandidValue.variant("Keep", CandidValue.nat32(39)),
                                CandidValue.variant("Put", CandidValue.text("t")))),
                        "all",
                        CandidValue.vec(List.of(
                                CandidValue.nat32(1),
                                CandidValue.nat32(2),
                                CandidValue.nat32(3),
                                CandidValue.nat32(4))))));

        assertThat(PayloadText.headline(message))
                .startsWith("Put ")
                .contains("version 27", "steps Keep 39 Put “t”", "all 4 ×")
                .endsWith(", author aaaaa-aa")
                .doesNotContain("nat", "principal", "=");
    }

    @Test
    void bytes_that_are_not_candid_are_shown_with_the_reason() {
        byte[] garbage = {1, 2, 3};
        assertThat(PayloadText.candid(garbage)).startsWith("This is not Candid").contains("010203");
        assertThat(PayloadText.oneLine(garbage)).isEqualTo("3 bytes that are not Candid");
        assertThat(PayloadText.headline(garbage)).isEqualTo("3 bytes that are not Candid");
    }

    @Test
    void a_message_of_the_proof_of_concept_is_read_as_cbor() {
        byte[] message = Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(1);
            g.writeFieldName("text");
            g.writeString("hello");
            g.writeEndObject();
        });
        assertThat(PayloadText.headline(message)).isEqualTo("“hello”");
        assertThat(PayloadText.candid(message)).contains("\"text\": \"hello\"");
    }

    @Test
    void cbor_is_printed_in_diagnostic_notation() {
        byte[] item = Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(2);
            g.writeFieldName("seq");
            g.writeNumber(26);
            g.writeFieldName("content");
            g.writeBinary(new byte[] {(byte) 0xca, (byte) 0xfe});
            g.writeEndObject();
        });
        assertThat(PayloadText.cbor(item)).isEqualTo("55799({\n  \"seq\": 26,\n  \"content\": h'cafe'\n})");
    }

    @Test
    void long_byte_strings_are_cut_and_say_their_length() {
        byte[] item = Cbor.write(g -> g.writeBinary(new byte[200]));
        assertThat(PayloadText.cbor(item)).endsWith("…' /200 bytes/");
    }

    @Test
    void bytes_that_are_not_cbor_are_shown_with_the_reason() {
        assertThat(PayloadText.cbor(new byte[] {(byte) 0xff}))
                .startsWith("This is not CBOR")
                .endsWith("ff");
    }
}
