package org.icws.testbench.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.LeafText;
import org.icws.protocol.principal.Principals;

/**
 * A Candid value in a few words, as a table has room for: {@code Edit base 27, operation Retain 39 Insert “t”}. Types are left
 * out, principals are shortened and stand last, long lists are counted.
 */
final class Headline {

    private static final int MOST_ELEMENTS = 3;
    private static final int ENOUGH = 200;

    private final StringBuilder words = new StringBuilder();

    private Headline() {}

    static String of(CandidValue value) {
        Headline headline = new Headline();
        headline.add(value);
        return headline.words.toString();
    }

    private void add(CandidValue value) {
        if (words.length() > ENOUGH) {
            return;
        }
        if (value instanceof CandidValue.Variant variant) {
            word(name(variant.id()));
            if (!(variant.value() instanceof CandidValue.NullValue)) {
                add(variant.value());
            }
        } else if (value instanceof CandidValue.Record fields) {
            fields(fields);
        } else if (value instanceof CandidValue.Opt opt) {
            if (opt.value() == null) {
                word("none");
            } else {
                add(opt.value());
            }
        } else if (value instanceof CandidValue.Vec list && list.values().size() > MOST_ELEMENTS) {
            word(list.values().size() + " ×");
        } else if (value instanceof CandidValue.Vec list) {
            list.values().forEach(this::add);
        } else if (value instanceof CandidValue.Text text) {
            word("“" + text.value() + "”");
        } else if (value instanceof CandidValue.Blob blob) {
            word(blob.bytes().length + " B");
        } else {
            word(leaf(value));
        }
    }

    private void fields(CandidValue.Record fields) {
        List<Map.Entry<Long, CandidValue>> ordered = new ArrayList<>();
        List<Map.Entry<Long, CandidValue>> principals = new ArrayList<>();
        for (Map.Entry<Long, CandidValue> field : fields.fields().entrySet()) {
            (field.getValue() instanceof CandidValue.PrincipalValue ? principals : ordered).add(field);
        }
        ordered.addAll(principals);
        boolean first = true;
        for (Map.Entry<Long, CandidValue> field : ordered) {
            if (!first) {
                words.append(',');
            }
            first = false;
            word(name(field.getKey()));
            add(field.getValue());
        }
    }

    private static String leaf(CandidValue value) {
        if (value instanceof CandidValue.PrincipalValue principal) {
            return Principals.shorten(principal.principal());
        }
        if (value instanceof CandidValue.Service service) {
            return "service " + Principals.shorten(service.principal());
        }
        return value instanceof CandidValue.Func
                ? "func"
                : value instanceof CandidValue.NullValue ? "null" : LeafText.write(value);
    }

    private static String name(long id) {
        return KnownNames.all().name(id).orElse(String.valueOf(id));
    }

    private void word(String word) {
        words.append(words.isEmpty() ? "" : " ").append(word);
    }
}
