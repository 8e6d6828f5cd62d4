package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.SettingsInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsDraftTest {

    private static final Principal SOMEBODY = Principals.parse("2vxsx-fae");

    private final SettingsInfo before = new SettingsInfo(
            List.of(SOMEBODY),
            Map.of("freezing_threshold", BigInteger.TEN),
            Map.of("log_visibility", SettingsInfo.Viewers.CONTROLLERS),
            new LinkedHashMap<>(Map.of("PATH", "a=b\nc\\d")));
    private final SettingsDraft draft = new SettingsDraft(before);

    @Test
    void nothing_written_changes_nothing_even_with_values_of_several_lines() {
        assertThat(draft.problems()).isEmpty();
        assertThat(draft.change()).isEqualTo(SettingsInfo.UNCHANGED);
    }

    @Test
    void only_what_is_different_is_changed() {
        draft.write("freezing_threshold", "1,000");
        assertThat(draft.change())
                .isEqualTo(new SettingsInfo(
                        null, Map.of("freezing_threshold", BigInteger.valueOf(1_000)), Map.of(), null));
        draft.open("log_visibility", true);
        draft.write("environment_variables", "A=1\n\nB = two ");
        assertThat(draft.change().visibility()).containsEntry("log_visibility", SettingsInfo.Viewers.PUBLIC);
        assertThat(draft.change().variables()).containsExactly(Map.entry("A", "1"), Map.entry("B", " two "));
        draft.accept();
        assertThat(draft.change()).isEqualTo(SettingsInfo.UNCHANGED);
    }

    @Test
    void principals_are_written_on_lines_or_with_commas_and_each_once() {
        draft.write("controllers", " aaaaa-aa, 2vxsx-fae\n2vxsx-fae");
        assertThat(draft.change().controllers()).containsExactly(Principals.MANAGEMENT, SOMEBODY);
        draft.write("controllers", "");
        assertThat(draft.change().controllers()).isEmpty();
        assertThat(draft.leavesNobody()).isTrue();
        draft.write("log_visibility", "aaaaa-aa");
        assertThat(draft.change().visibility().get("log_visibility").others()).containsExactly(Principals.MANAGEMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "freezing_threshold,soon,whole number",
        "freezing_threshold,-1,whole number",
        "controllers,nobody,“nobody” is no principal",
        "log_visibility,2vxsx-faa,“2vxsx-faa” is no principal",
        "environment_variables,PATH,not written NAME=value",
        "environment_variables,=x,not written NAME=value"
    })
    void what_is_wrong_is_said_at_its_field_and_stays_written(String field, String text, String words) {
        draft.write(field, text);
        assertThat(draft.problems()).containsOnlyKeys(field);
        assertThat(draft.problems().get(field)).contains(words);
        assertThat(draft.text(field)).isEqualTo(text);
    }

    @Test
    void too_many_or_too_long_variables_are_refused() {
        draft.write("environment_variables", "A=1\nA=2");
        assertThat(draft.problems().get("environment_variables")).contains("twice");
        draft.write("environment_variables", "A=" + "x".repeat(129));
        assertThat(draft.problems().get("environment_variables")).contains("128 bytes");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            many.append("V").append(i).append("=\n");
        }
        draft.write("environment_variables", many.toString());
        assertThat(draft.problems().get("environment_variables")).contains("At most 20");
    }
}
