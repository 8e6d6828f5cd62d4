package org.icws.testbench.compose;

import java.util.Map;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.LeafText;
import org.icws.protocol.principal.Principals;

/** A value in a few words, as a person would tell of it: {@code Insert “He”}. Stateless. */
public final class ValueSummary {

    private static final int LONGEST = 60;
    private static final int MOST_PARTS = 3;

    private ValueSummary() {}

    /** The words; the type gives the names and may be null. */
    public static String of(CandidValue value, CandidType type) {
        StringBuilder out = new StringBuilder();
        write(out, value, type == null ? null : type.resolved(), 0);
        String words = out.toString().replaceAll("\\s+", " ").trim();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + "…";
    }

    private static void write(StringBuilder out, CandidValue value, CandidType type, int depth) {
        if (out.length() > LONGEST) {
            return;
        }
        if (value instanceof CandidValue.Variant variant) {
            variant(out, variant, type, depth);
        } else if (value instanceof CandidValue.Record record) {
            record(out, record, type, depth);
        } else if (value instanceof CandidValue.Opt opt) {
            if (opt.value() != null) {
                write(
                        out,
                        opt.value(),
                        type instanceof CandidType.Opt t ? t.element().resolved() : null,
                        depth);
            }
        } else if (value instanceof CandidValue.Vec vec) {
            vec(out, vec, type, depth);
        } else if (value instanceof CandidValue.Text text) {
            add(out, "“" + text.value() + "”");
        } else if (value instanceof CandidValue.Blob blob) {
            add(out, blob.bytes().length + " bytes");
        } else if (!(value instanceof CandidValue.NullValue)) {
            add(out, value instanceof CandidValue.Func ? "func" : leaf(value));
        }
    }

    private static String leaf(CandidValue value) {
        if (value instanceof CandidValue.PrincipalValue principal) {
            return Principals.shorten(principal.principal());
        }
        return value instanceof CandidValue.Service s ? String.valueOf(s.principal()) : LeafText.write(value);
    }

    private static void variant(StringBuilder out, CandidValue.Variant variant, CandidType type, int depth) {
        CandidType.Field chosen =
                type instanceof CandidType.Variant t ? t.find(variant.id()).orElse(null) : null;
        add(out, chosen == null ? Long.toString(variant.id()) : chosen.label());
        write(out, variant.value(), chosen == null ? null : chosen.type().resolved(), depth + 1);
    }

    /** Times say nothing to people here, so they are left out where there is anything else. */
    private static void record(StringBuilder out, CandidValue.Record record, CandidType type, int depth) {
        int parts = 0;
        if (type instanceof CandidType.Record t) {
            for (CandidType.Field field : t.fields()) {
                boolean time = "timestamp".equals(field.name()) && t.fields().size() > 1;
                if (!time && parts++ < MOST_PARTS) {
                    write(out, record.fields().get(field.id()), field.type().resolved(), depth + 1);
                }
            }
            return;
        }
        for (Map.Entry<Long, CandidValue> field : record.fields().entrySet()) {
            if (parts++ < MOST_PARTS) {
                write(out, field.getValue(), null, depth + 1);
            }
        }
    }

    private static void vec(StringBuilder out, CandidValue.Vec vec, CandidType type, int depth) {
        CandidType element = type instanceof CandidType.Vec t ? t.element().resolved() : null;
        int count = vec.values().size();
        if (count > MOST_PARTS) {
            add(out, count + " ×");
            return;
        }
        vec.values().forEach(v -> write(out, v, element, depth + 1));
    }

    private static void add(StringBuilder out, String word) {
        out.append(out.length() == 0 ? "" : " ").append(word);
    }
}
