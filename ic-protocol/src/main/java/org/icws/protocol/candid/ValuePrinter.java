package org.icws.protocol.candid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.icws.protocol.candid.CandidValueText.Printed;
import org.icws.protocol.candid.CandidValueText.Span;

/** Writes a value in Candid's textual form as its type declares it. One use only. */
final class ValuePrinter {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private int depth;

    Printed print(CandidValue value, CandidType type) {
        value(value, type, CandidPath.ROOT);
        return new Printed(out.toString(), spans);
    }

    private void value(CandidValue value, CandidType declared, String path) {
        int start = out.length();
        CandidType type = declared.resolved();
        if (value instanceof CandidValue.Record record) {
            record(record, (CandidType.Record) type, path);
        } else if (value instanceof CandidValue.Variant variant) {
            variant(variant, (CandidType.Variant) type, path);
        } else if (value instanceof CandidValue.Opt opt) {
            opt(opt, (CandidType.Opt) type, path);
        } else if (value instanceof CandidValue.Vec vec) {
            vec(vec, ((CandidType.Vec) type).element(), path);
        } else {
            leaf(value);
        }
        spans.put(path, new Span(start, out.length()));
    }

    private void record(CandidValue.Record record, CandidType.Record type, String path) {
        out.append("record {");
        boolean tuple = type.isTuple();
        depth++;
        for (CandidType.Field field : type.fields()) {
            newLine();
            if (!tuple) {
                out.append(label(field)).append(" = ");
            }
            value(record.fields().get(field.id()), field.type(), CandidPath.child(path, field.label()));
            out.append(';');
        }
        depth--;
        close(type.fields().isEmpty());
    }

    private void variant(CandidValue.Variant variant, CandidType.Variant type, String path) {
        CandidType.Field chosen = type.find(variant.id())
                .orElseThrow(() -> new CandidException("The variant has no case " + variant.id() + "."));
        out.append("variant { ").append(label(chosen));
        if (!ValueParser.isNull(chosen.type())) {
            out.append(" = ");
            value(variant.value(), chosen.type(), CandidPath.child(path, chosen.label()));
        }
        out.append(" }");
    }

    private void opt(CandidValue.Opt opt, CandidType.Opt type, String path) {
        if (opt.value() == null) {
            out.append("null");
            return;
        }
        out.append("opt ");
        value(opt.value(), type.element(), CandidPath.child(path, CandidPath.CONTENT));
    }

    private void vec(CandidValue.Vec vec, CandidType element, String path) {
        out.append("vec {");
        depth++;
        List<CandidValue> values = vec.values();
        for (int i = 0; i < values.size(); i++) {
            newLine();
            value(values.get(i), element, CandidPath.child(path, i));
            out.append(';');
        }
        depth--;
        close(values.isEmpty());
    }

    private void close(boolean empty) {
        if (!empty) {
            newLine();
        }
        out.append('}');
    }

    private void newLine() {
        out.append('\n').append(INDENT.repeat(depth));
    }

    /** Without names and brackets there is nothing that the plain form does not say. */
    private void leaf(CandidValue value) {
        String text = CandidText.render(List.of(value), FieldNames.NONE);
        String bare = text.substring(1, text.length() - 1);
        out.append(bare.equals("null : null") ? "null" : bare);
    }

    private static String label(CandidType.Field field) {
        if (field.name() == null || IDENTIFIER.matcher(field.name()).matches()) {
            return field.label();
        }
        String quoted = CandidText.render(List.of(CandidValue.text(field.name())), FieldNames.NONE);
        return quoted.substring(1, quoted.length() - 1);
    }
}
