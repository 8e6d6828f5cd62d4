package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.junit.jupiter.api.Test;

class ValueEditorTest {

    private static final String DID = """
            type Op = variant { insert : record { at : nat64; text : text }; delete : record { at : nat64; length : nat32 }; nop };
            type Doc = record { op : Op; note : opt text; mentions : vec principal; raw : blob; timestamp : nat64 };
            service : { ws_message : (blob, opt Doc) -> () }
            """;

    private final ValueEditor editor = new ValueEditor();

    ValueEditorTest() {
        editor.setType(MessageType.of(DID, "test"));
    }

    @Test
    void begins_with_the_plainest_value_on_both_sides() {
        assertThat(editor.ready()).isTrue();
        assertThat(editor.textProperty().get()).startsWith("record {\n  op = variant { insert = record {");
        assertThat(editor.leafText("op.insert.at")).isEqualTo("0");
    }

    @Test
    void a_field_changes_the_text_and_the_text_changes_a_field() {
        editor.editLeaf("op.insert.at", "1_214");
        assertThat(editor.textProperty().get()).contains("at = 1_214 : nat64;");
        String text = editor.textProperty().get().replace("text = \"\"", "text = \"He\"");
        editor.editText(text);
        assertThat(editor.leafText("op.insert.text")).isEqualTo("He");
        assertThat(editor.textProperty().get())
                .as("what a person typed is not rewritten")
                .isEqualTo(text);
    }

    @Test
    void a_wrong_field_keeps_what_was_typed_and_names_the_reason_while_the_text_keeps_the_last_whole_value() {
        editor.editLeaf("op.insert.at", "214");
        String before = editor.textProperty().get();
        editor.editLeaf("op.insert.at", "88.5");
        assertThat(editor.leafText("op.insert.at")).isEqualTo("88.5");
        assertThat(editor.fieldProblems()).containsEntry("op.insert.at", "nat64 is a whole number.");
        assertThat(editor.textProperty().get()).isEqualTo(before);
        assertThat(editor.blocked()).isEqualTo("nat64 is a whole number.");
        editor.editLeaf("op.insert.at", "88");
        assertThat(editor.blocked()).isNull();
    }

    @Test
    void a_wrong_text_names_its_place_and_the_form_keeps_the_last_whole_value() {
        editor.editLeaf("op.insert.text", "He");
        int structure = editor.structureProperty().get();
        editor.editText("record { op = variant { insert = record { at = \"x\" } } }");
        assertThat(editor.problemProperty().get().path()).isEqualTo("op.insert.at");
        assertThat(editor.problemProperty().get().start()).isEqualTo(47);
        assertThat(editor.leafText("op.insert.text")).isEqualTo("He");
        assertThat(editor.structureProperty().get()).isEqualTo(structure);
    }

    @Test
    void a_wrong_text_is_there_again_after_a_look_at_another_notation() {
        editor.editLeaf("op.insert.text", "He");
        String wrong = "record { op = variant { insert = record { at = ";
        editor.editText(wrong);
        editor.setFormat(ValueEditor.Format.JSON);
        assertThat(editor.textProperty().get()).contains("\"He\"");
        assertThat(editor.problemProperty().get()).isNull();
        editor.setFormat(ValueEditor.Format.HEX);
        editor.setFormat(ValueEditor.Format.CANDID);
        assertThat(editor.textProperty().get()).isEqualTo(wrong);
        assertThat(editor.problemProperty().get()).isNotNull();

        editor.setFormat(ValueEditor.Format.JSON);
        editor.editLeaf("op.insert.text", "Hello");
        editor.setFormat(ValueEditor.Format.CANDID);
        assertThat(editor.textProperty().get())
                .as("the value is another one by now")
                .contains("\"Hello\"");
    }

    @Test
    void what_was_written_is_there_again_after_a_look_at_another_type() {
        MessageType doc = editor.typeProperty().get();
        editor.editLeaf("op.insert.text", "half a sentence");
        MessageType another = MessageType.of(FakeSender.PING_PONG, "another");
        editor.setType(another);
        editor.editText("record { text = ");
        editor.setType(doc);
        assertThat(editor.leafText("op.insert.text")).isEqualTo("half a sentence");
        editor.setType(another);
        assertThat(editor.textProperty().get()).isEqualTo("record { text = ");
        editor.reset();
        assertThat(editor.leafText("text")).isEmpty();
    }

    @Test
    void cases_opts_and_elements_change_the_form() {
        CandidType.Variant op = (CandidType.Variant) editor.at("op").type();
        editor.choose("op", op.cases().get(1));
        assertThat(editor.textProperty().get()).contains("op = variant { delete = record {");
        editor.setPresent("note", true);
        editor.editLeaf("note.?", "see below");
        assertThat(editor.textProperty().get()).contains("note = opt \"see below\";");
        editor.add("mentions");
        editor.add("mentions");
        editor.editLeaf("mentions.1", "aaaaa-aa");
        editor.remove("mentions", 0);
        assertThat(editor.leafText("mentions.0")).isEqualTo("aaaaa-aa");
        editor.setPresent("note", false);
        assertThat(editor.textProperty().get()).contains("note = null;");
    }

    @Test
    void blobs_are_typed_as_text_or_as_hexadecimal_digits() {
        editor.editLeaf("raw", "0x0aff");
        assertThat(editor.textProperty().get()).contains("raw = blob \"\\0a\\ff\";");
        editor.editLeaf("raw", "abc");
        assertThat(editor.at("raw").value()).isEqualTo(CandidValue.blob(new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void the_same_value_shows_as_json_and_as_bytes() {
        editor.editLeaf("op.insert.text", "He");
        editor.setFormat(ValueEditor.Format.JSON);
        assertThat(editor.textProperty().get()).contains("\"text\" : \"He\"");
        editor.editText(editor.textProperty().get().replace("He", "Hello"));
        editor.setFormat(ValueEditor.Format.HEX);
        assertThat(editor.textProperty().get()).startsWith("44 49 44 4c").contains("48 65 6c 6c 6f");
        editor.setFormat(ValueEditor.Format.CANDID);
        assertThat(editor.textProperty().get()).contains("text = \"Hello\";");
    }

    @Test
    void a_timestamp_is_set_when_the_message_is_sent_unless_a_person_sets_it() {
        assertThat(editor.isSetWhenSent("timestamp")).isTrue();
        byte[] early = editor.encoder().apply(1);
        byte[] late = editor.encoder().apply(2);
        assertThat(early).isNotEqualTo(late);
        editor.stamp(77);
        assertThat(editor.leafText("timestamp")).isEqualTo("77");
        editor.setWhenSent("timestamp", false);
        editor.editLeaf("timestamp", "5");
        editor.stamp(88);
        assertThat(editor.leafText("timestamp")).isEqualTo("5");
    }

    @Test
    void the_same_seed_gives_the_same_valid_message() {
        editor.randomize(4711);
        String first = editor.textProperty().get();
        editor.randomize(1);
        editor.randomize(4711);
        assertThat(editor.textProperty().get()).isEqualTo(first);
        assertThat(editor.ready()).isTrue();
    }

    @Test
    void a_kept_text_of_another_type_is_shown_with_what_is_wrong() {
        editor.load("record { rev = 5 }");
        assertThat(editor.textProperty().get()).isEqualTo("record { rev = 5 }");
        assertThat(editor.blocked()).startsWith("There is no \"rev\" here");
        assertThat(editor.kept()).isEqualTo("record { rev = 5 }");
    }

    @Test
    void the_place_of_a_part_in_the_text_is_known() {
        editor.editLeaf("op.insert.at", "214");
        var span = editor.spanOf("op.insert.at").orElseThrow();
        assertThat(editor.textProperty().get().substring(span.start(), span.end()))
                .isEqualTo("214 : nat64");
    }

    @Test
    void a_message_of_the_proof_of_concept_is_a_cbor_map() {
        editor.setType(MessageType.proofOfConcept());
        editor.editLeaf("text", "hi");
        // tag 55799, map of one, "text", "hi"
        assertThat(editor.encode()).containsExactly(0xd9, 0xd9, 0xf7, 0xa1, 0x64, 't', 'e', 'x', 't', 0x62, 'h', 'i');
    }
}
