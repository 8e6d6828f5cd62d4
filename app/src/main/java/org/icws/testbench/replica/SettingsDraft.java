package org.icws.testbench.replica;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;
import org.icws.replica.SettingsInfo;

/** A canister's settings as a person is writing them, field by field. Not thread-safe. */
final class SettingsDraft {

    static final String CONTROLLERS = "controllers";
    static final String VARIABLES = "environment_variables";

    private static final int MOST_PRINCIPALS = 10;
    private static final int MOST_VARIABLES = 20;
    private static final int MOST_VARIABLE_BYTES = 128;

    private SettingsInfo before;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Boolean> everybody = new LinkedHashMap<>();

    SettingsDraft(SettingsInfo before) {
        this.before = before;
        texts.put(CONTROLLERS, lines(before.controllers()));
        before.numbers().forEach((name, value) -> texts.put(name, value.toString()));
        before.visibility().forEach((name, viewers) -> {
            texts.put(name, lines(viewers.others()));
            everybody.put(name, viewers.everybody());
        });
        List<String> variables = new ArrayList<>();
        before.variables().forEach((name, value) -> variables.add(name + "=" + escaped(value)));
        texts.put(VARIABLES, String.join("\n", variables));
    }

    private static String lines(List<Principal> principals) {
        return String.join("\n", principals.stream().map(Principal::toString).toList());
    }

    /** The settings that are being changed. */
    SettingsInfo before() {
        return before;
    }

    String text(String field) {
        return texts.get(field);
    }

    void write(String field, String text) {
        texts.put(field, text);
    }

    /** Whether everybody may see something; otherwise those who are written there, and the controllers. */
    void open(String field, boolean toEverybody) {
        everybody.put(field, toEverybody);
    }

    boolean isOpen(String field) {
        return everybody.get(field);
    }

    /** What is wrong, by field; empty when all is well. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String field : texts.keySet()) {
            try {
                read(field);
            } catch (IllegalArgumentException e) {
                problems.put(field, e.getMessage());
            }
        }
        return problems;
    }

    /** What is different; asked for only when nothing is wrong. */
    SettingsInfo change() {
        List<Principal> controllers = principals(texts.get(CONTROLLERS));
        Map<String, BigInteger> numbers = new LinkedHashMap<>();
        before.numbers().forEach((name, value) -> {
            BigInteger next = number(texts.get(name));
            if (!next.equals(value)) {
                numbers.put(name, next);
            }
        });
        Map<String, SettingsInfo.Viewers> visibility = new LinkedHashMap<>();
        before.visibility().forEach((name, viewers) -> {
            SettingsInfo.Viewers next = viewers(name);
            if (!next.equals(viewers)) {
                visibility.put(name, next);
            }
        });
        Map<String, String> variables = variables(texts.get(VARIABLES));
        return new SettingsInfo(
                controllers.equals(before.controllers()) ? null : controllers,
                numbers,
                visibility,
                variables.equals(before.variables()) ? null : variables);
    }

    /** What was written is now how it is. */
    void accept() {
        SettingsInfo change = change();
        Map<String, BigInteger> numbers = new LinkedHashMap<>(before.numbers());
        numbers.putAll(change.numbers());
        Map<String, SettingsInfo.Viewers> visibility = new LinkedHashMap<>(before.visibility());
        visibility.putAll(change.visibility());
        before = new SettingsInfo(
                Objects.requireNonNullElse(change.controllers(), before.controllers()),
                numbers,
                visibility,
                Objects.requireNonNullElse(change.variables(), before.variables()));
    }

    /** Whether a change takes the control away from everybody who has it. */
    boolean leavesNobody() {
        return !before.controllers().isEmpty()
                && principals(texts.get(CONTROLLERS)).isEmpty();
    }

    private Object read(String field) {
        if (field.equals(VARIABLES)) {
            return variables(texts.get(field));
        }
        if (before.numbers().containsKey(field)) {
            return number(texts.get(field));
        }
        return field.equals(CONTROLLERS) ? principals(texts.get(field)) : viewers(field);
    }

    private SettingsInfo.Viewers viewers(String field) {
        return everybody.get(field)
                ? SettingsInfo.Viewers.PUBLIC
                : new SettingsInfo.Viewers(false, principals(texts.get(field)));
    }

    private static BigInteger number(String text) {
        String digits = text.replaceAll("[,_\\s]", "");
        if (!digits.matches("\\d{1,40}")) {
            throw new IllegalArgumentException("A whole number, not negative.");
        }
        return new BigInteger(digits);
    }

    private static List<Principal> principals(String text) {
        List<Principal> all = new ArrayList<>();
        for (String word : text.strip().split("[\\s,;]+")) {
            if (!word.isEmpty()) {
                Principal principal = principal(word);
                if (!all.contains(principal)) {
                    all.add(principal);
                }
            }
        }
        if (all.size() > MOST_PRINCIPALS) {
            throw new IllegalArgumentException("At most " + MOST_PRINCIPALS + "; these are " + all.size() + ".");
        }
        return all;
    }

    private static Principal principal(String word) {
        try {
            return Principals.parse(word);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("“" + word + "” is no principal: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String line : text.split("\\R")) {
            if (line.isBlank()) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("“" + line.strip() + "” is not written NAME=value.");
            }
            String value = plain(line.substring(equals + 1));
            requireShort(name, name);
            requireShort(name, value);
            if (Objects.nonNull(all.put(name, value))) {
                throw new IllegalArgumentException("“" + name + "” is there twice.");
            }
        }
        if (all.size() > MOST_VARIABLES) {
            throw new IllegalArgumentException("At most " + MOST_VARIABLES + "; these are " + all.size() + ".");
        }
        return all;
    }

    /** A value may have several lines, a line here has one value. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String plain(String escaped) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            boolean escape = c == '\\' && i + 1 < escaped.length();
            char next = escape ? escaped.charAt(++i) : c;
            value.append(escape && next == 'n' ? '\n' : next);
        }
        return value.toString();
    }

    private static void requireShort(String name, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_VARIABLE_BYTES) {
            throw new IllegalArgumentException(
                    "“" + name + "”: name and value have at most " + MOST_VARIABLE_BYTES + " bytes each.");
        }
    }
}
