package org.icws.protocol.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CandidInterfaceTest {

    private static final String DID = """
            // A comment
            type Op = variant { insert : record { at : nat64; text : text }; delete : record { nat; nat32 }; nop };
            type List = opt record { head : nat; tail : List };
            /* nested /* comments */ are skipped */
            type Method = func (text) -> (opt nat) query;
            service docs : (owner : principal, opt Op) -> {
              ws_message : (record { msg : blob }, opt Op) -> (variant { Ok; Err : text });
              "get all" : (from : nat, List) -> (vec Op) query;
              named : Method;
              note : () -> () oneway;
            }
            """;

    @Test
    void reads_types_methods_and_install_arguments_in_their_order() {
        CandidInterface did = CandidInterface.parse(DID);

        assertThat(did.types().keySet()).containsExactly("Op", "List", "Method");
        assertThat(did.methods().keySet()).containsExactly("ws_message", "get all", "named", "note");
        assertThat(CandidType.signature(did.init())).isEqualTo("(principal, opt Op)");
        assertThat(did.methods().get("get all").isQuery()).isTrue();
        assertThat(did.methods().get("named").summary()).isEqualTo("(text) -> (opt nat)");
        assertThat(did.methods().get("note").modes()).containsExactly("oneway");
    }

    @Test
    void fields_without_a_name_are_numbered_from_zero_and_on_from_a_number() {
        CandidType.Record tuple = (CandidType.Record) type("record { nat; text }");
        assertThat(tuple.isTuple()).isTrue();
        assertThat(tuple.fields()).extracting(CandidType.Field::id).containsExactly(0L, 1L);

        CandidType.Record mixed = (CandidType.Record) type("record { 7 : nat; text; a : blob }");
        assertThat(mixed.fields()).extracting(CandidType.Field::label).containsExactly("7", "8", "a");
    }

    @Test
    void a_type_may_refer_to_itself() {
        CandidType list = CandidInterface.parse(DID).types().get("List");
        CandidType.Record cell = (CandidType.Record) ((CandidType.Opt) list).element();
        assertThat(cell.fields().get(1).type().resolved()).isEqualTo(list);
    }

    @Test
    void the_second_argument_of_ws_message_is_the_type_of_application_messages() {
        CandidType type = CandidInterface.parse(DID).webSocketMessage().orElseThrow();
        assertThat(type.summary()).isEqualTo("Op");
        assertThat(CandidInterface.parse("service : {}").webSocketMessage()).isEmpty();
    }

    @Test
    void knows_the_names_behind_the_ids() {
        FieldNames names = CandidInterface.parse(DID).fieldNames();
        assertThat(names.name(CandidText.hash("insert"))).contains("insert");
        assertThat(names.name(CandidText.hash("tail"))).contains("tail");
    }

    @Test
    void what_is_no_interface_is_named_with_its_place() {
        refused("type A = record { a : nat", "Expected \";\" or \"}\", found the end of the text.", 25);
        refused("type A = nut;", "The type \"nut\" is not declared.", 9);
        refused("type A = nat; type A = nat;", "The type \"A\" is declared twice.", 19);
        refused(
                "import \"x.did\"; service : {}",
                "Imports cannot be followed; paste the imported types in their place.",
                0);
        refused("service : { a : (nat -> () }", "Expected \",\" or \")\", found \"->\".", 21);
        refused("type A = variant { a; a };", "\"a\" is there twice, by its name or by its hash.", 22);
        refused("#", "\"#\" has no meaning here.", 0);
        refused("type A = record { /* ", "The comment has no end.", 18);
    }

    @Test
    void names_that_stand_only_for_each_other_are_no_types() {
        assertThatThrownBy(() -> CandidInterface.parse("type A = B; type B = A; service : {}"))
                .isInstanceOf(CandidException.class)
                .hasMessageContaining("stands only for itself");
    }

    private static CandidType type(String text) {
        return CandidInterface.parse("type T = " + text + ";").types().get("T");
    }

    private static void refused(String did, String message, int start) {
        assertThatThrownBy(() -> CandidInterface.parse(did)).isInstanceOfSatisfying(CandidSyntaxException.class, e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.start()).isEqualTo(start);
        });
    }

    @Test
    void what_nobody_could_see_is_named_by_its_number() {
        assertThatThrownBy(() -> CandidInterface.parse("service : {\u0000}"))
                .hasMessage("\"\\u{0}\" has no meaning here.");
        assertThatThrownBy(() -> CandidInterface.parse("\uD83D\uDE00"))
                .as("one character, though two in memory")
                .hasMessage("\"\uD83D\uDE00\" has no meaning here.");
    }

    @Test
    void the_line_is_told_for_a_text_that_is_not_shown() {
        String did = "type A = nat;\nservice : {\n  hello ; }";
        assertThatThrownBy(() -> CandidInterface.parse(did))
                .isInstanceOfSatisfying(CandidSyntaxException.class, e -> assertThat(e.placed(did))
                        .isEqualTo("Line 3: " + e.getMessage()));
    }
}
