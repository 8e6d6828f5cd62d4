package org.icws.testbench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedTextTest {

    private static final String[] WORDS = {"a", "bc", "é", "😀", "\n", "x😀y", ""};

    @Test
    void a_change_counts_code_points() {
        TextOperation change = TextOperation.replace(2, 1, "😀");
        assertThat(change.apply("h😀llo")).isEqualTo("h😀😀lo");
        assertThat(change.moved(1)).isEqualTo(1);
        assertThat(change.moved(4)).isEqualTo(4);
        assertThatThrownBy(() -> change.apply("h")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_changes_in_a_row_are_one() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            String text = text(random);
            TextOperation first = change(random, text);
            TextOperation second = change(random, first.apply(text));
            assertThat(first.then(second).apply(text)).isEqualTo(second.apply(first.apply(text)));
        }
    }

    @Test
    void two_changes_of_the_same_text_lead_to_the_same_text_in_either_order() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            String text = text(random);
            TextOperation a = change(random, text);
            TextOperation b = change(random, text);
            TextOperation.Pair pair = TextOperation.transform(a, b);
            assertThat(pair.second().apply(a.apply(text)))
                    .isEqualTo(pair.first().apply(b.apply(text)));
        }
    }

    @Test
    void who_typed_is_where_the_change_ends() {
        assertThat(TextOperation.replace(3, 0, "abc").end()).isEqualTo(6);
        assertThat(TextOperation.replace(3, 2, "").end()).isEqualTo(3);
        assertThat(TextOperation.replace(3, 2, "𝄞").end()).as("in code points").isEqualTo(4);
        assertThat(TextOperation.of(List.of(TextOperation.Part.retain(4))).end())
                .isEqualTo(-1);
    }

    @Test
    void what_came_first_stays_in_front_at_the_same_place() {
        TextOperation.Pair pair =
                TextOperation.transform(TextOperation.replace(1, 0, "A"), TextOperation.replace(1, 0, "B"));
        assertThat(pair.second().apply("xAy")).isEqualTo("xABy");
    }

    /** The canister's part: carries a change over those made since its base, applies it, tells all. */
    private static final class Canister {

        private final List<TextOperation> history = new ArrayList<>();
        private String text = "";

        TextOperation edit(SharedText.Edit edit) {
            TextOperation fitted = edit.operation();
            for (TextOperation made : history.subList((int) edit.base(), history.size())) {
                fitted = TextOperation.transform(made, fitted).second();
            }
            text = fitted.apply(text);
            history.add(fitted);
            return fitted;
        }
    }

    private record Told(long version, int author, TextOperation change) {}

    @Test
    void copies_that_are_edited_at_random_times_and_told_late_converge() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Canister canister = new Canister();
            List<SharedText> copies = List.of(new SharedText(), new SharedText(), new SharedText());
            List<Deque<Told>> mail = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
            List<Deque<SharedText.Edit>> sent = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
            copies.forEach(c -> c.reset(0, ""));
            for (int step = 0; step < 200; step++) {
                int who = random.nextInt(3);
                switch (random.nextInt(4)) {
                    case 0 ->
                        copies.get(who).edit(change(random, copies.get(who).shown()));
                    case 1 -> copies.get(who).next().ifPresent(sent.get(who)::add);
                    case 2 -> execute(canister, who, sent, mail);
                    default -> receive(copies, who, mail);
                }
            }
            for (int round = 0; round < 400; round++) {
                for (int who = 0; who < 3; who++) {
                    copies.get(who).next().ifPresent(sent.get(who)::add);
                    execute(canister, who, sent, mail);
                    receive(copies, who, mail);
                }
            }
            for (SharedText copy : copies) {
                assertThat(copy.unsent()).isZero();
                assertThat(copy.shown()).isEqualTo(canister.text);
            }
        }
    }

    private static void execute(Canister canister, int who, List<Deque<SharedText.Edit>> sent, List<Deque<Told>> mail) {
        SharedText.Edit edit = sent.get(who).poll();
        if (edit != null) {
            TextOperation made = canister.edit(edit);
            mail.forEach(box -> box.add(new Told(canister.history.size(), who, made)));
        }
    }

    private static void receive(List<SharedText> copies, int who, List<Deque<Told>> mail) {
        Told told = mail.get(who).poll();
        if (told != null) {
            copies.get(who).applied(told.version(), told.author() == who, told.change());
        }
    }

    @Test
    void a_version_that_is_missing_is_noticed() {
        SharedText copy = new SharedText();
        copy.reset(3, "abc");
        TextOperation change = TextOperation.replace(0, 1, "");
        assertThatThrownBy(() -> copy.applied(5, false, change)).hasMessageContaining("does not follow");
        assertThatThrownBy(() -> copy.applied(4, true, change)).hasMessageContaining("does not follow");
        assertThat(copy.applied(4, false, change)).isEqualTo(change);
        assertThat(copy.shown()).isEqualTo("bc");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static TextOperation change(Random random, String text) {
        int length = text.codePointCount(0, text.length());
        int at = random.nextInt(length + 1);
        int deleted = random.nextInt(Math.min(3, length - at) + 1);
        return TextOperation.replace(at, deleted, WORDS[random.nextInt(WORDS.length)]);
    }
}
