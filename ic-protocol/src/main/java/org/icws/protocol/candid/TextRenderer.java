package org.icws.protocol.candid;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes values in Candid's textual form on one line. One use only. */
final class TextRenderer {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DELETE = 0x7f;

    private final StringBuilder out = new StringBuilder();
    private final FieldNames names;
    private final int limit;

    TextRenderer(FieldNames names, int limit) {
        this.names = names;
        this.limit = limit;
    }

    String render(List<CandidValue> values) {
        out.append('(');
        Iterator<CandidValue> iterator = values.iterator();
        while (iterator.hasNext() && !full()) {
            value(iterator.next());
            out.append(iterator.hasNext() ? ", " : "");
        }
        out.append(')');
        if (out.length() > limit) {
            out.setLength(limit);
            out.append('…');
        }
        return out.toString();
    }

    private boolean full() {
        return out.length() > limit;
    }

    private void value(CandidValue value) {
        if (value instanceof CandidValue.Record record) {
            record(record);
        } else if (value instanceof CandidValue.Variant variant) {
            variant(variant);
        } else if (value instanceof CandidValue.Vec vec) {
            vec(vec);
        } else if (value instanceof CandidValue.Opt opt) {
            opt(opt);
        } else if (value instanceof CandidValue.Blob blob) {
            blob(blob.bytes());
        } else if (value instanceof CandidValue.Text text) {
            quoted(text.value());
        } else {
            primitive(value);
        }
    }

    private void primitive(CandidValue value) {
        if (value instanceof CandidValue.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof CandidValue.PrincipalValue principal) {
            out.append("principal \"").append(principal.principal()).append('"');
        } else if (value instanceof CandidValue.Float32 number) {
            out.append(number.value()).append(" : float32");
        } else if (value instanceof CandidValue.Float64 number) {
            out.append(number.value()).append(" : float64");
        } else if (value instanceof CandidValue.Service service) {
            out.append("service \"").append(service.principal()).append('"');
        } else if (value instanceof CandidValue.Func func) {
            out.append("func \"").append(func.service()).append("\".");
            label(Optional.ofNullable(func.method()), 0);
        } else if (value instanceof CandidValue.Reserved) {
            out.append("null : reserved");
        } else if (value instanceof CandidValue.NullValue) {
            out.append("null : null");
        } else {
            number(value);
        }
    }

    private void number(CandidValue value) {
        String digits = value.asBigInteger().toString();
        for (int i = 0; i < digits.length(); i++) {
            out.append(digits.charAt(i));
            int left = digits.length() - 1 - i;
            if (left > 0 && left % 3 == 0 && digits.charAt(i) != '-') {
                out.append('_');
            }
        }
        out.append(" : ").append(value.typeName());
    }

    private void opt(CandidValue.Opt opt) {
        if (opt.value() == null) {
            out.append("null");
            return;
        }
        out.append("opt (");
        value(opt.value());
        out.append(')');
    }

    private void vec(CandidValue.Vec vec) {
        out.append("vec { ");
        for (CandidValue element : vec.values()) {
            if (full()) {
                return;
            }
            value(element);
            out.append("; ");
        }
        out.append('}');
    }

    private void record(CandidValue.Record record) {
        out.append("record { ");
        for (Map.Entry<Long, CandidValue> field : record.fields().entrySet()) {
            if (full()) {
                return;
            }
            label(names.name(field.getKey()), field.getKey());
            out.append(" = ");
            value(field.getValue());
            out.append("; ");
        }
        out.append('}');
    }

    private void variant(CandidValue.Variant variant) {
        out.append("variant { ");
        label(names.name(variant.id()), variant.id());
        if (!(variant.value() instanceof CandidValue.NullValue)) {
            out.append(" = ");
            value(variant.value());
        }
        out.append(" }");
    }

    private void label(Optional<String> name, long id) {
        if (name.isEmpty()) {
            out.append(id);
        } else if (IDENTIFIER.matcher(name.get()).matches()) {
            out.append(name.get());
        } else {
            quoted(name.get());
        }
    }

    private void blob(byte[] bytes) {
        out.append("blob \"");
        for (int i = 0; i < bytes.length && !full(); i++) {
            int b = bytes[i] & 0xff;
            if (b < ' ' || b >= DELETE || b == '"' || b == '\\') {
                out.append(String.format("\\%02x", b));
            } else {
                out.append((char) b);
            }
        }
        out.append('"');
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length() && !full(); i++) {
            escaped(text.charAt(i));
        }
        out.append('"');
    }

    private void escaped(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == DELETE) {
                    out.append(String.format("\\u{%x}", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
