package org.icws.protocol.candid;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.encoding.Leb128;

/** Encodes values with the types that an interface declares. One use only. Source: the Candid specification. */
final class TypedEncoder {

    private final List<byte[]> declarations = new ArrayList<>();
    private final Map<CandidType, Integer> indexes = new HashMap<>();
    private final ByteWriter content = new ByteWriter();

    byte[] encode(List<CandidType> types, List<CandidValue> values) {
        if (types.size() != values.size()) {
            throw new CandidException("Expected " + types.size() + " values, got " + values.size() + ".");
        }
        ByteArrayOutputStream references = new ByteArrayOutputStream();
        for (CandidType type : types) {
            Leb128.writeSigned(references, reference(type));
        }
        for (int i = 0; i < values.size(); i++) {
            value(values.get(i), types.get(i));
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(TypeCode.MAGIC);
        Leb128.writeUnsigned(message, declarations.size());
        declarations.forEach(message::writeBytes);
        Leb128.writeUnsigned(message, values.size());
        message.writeBytes(references.toByteArray());
        message.writeBytes(content.toByteArray());
        return message.toByteArray();
    }

    private int reference(CandidType declared) {
        CandidType type = declared.resolved();
        if (type instanceof CandidType.Primitive primitive) {
            return primitive.kind().code();
        }
        Integer known = indexes.get(type);
        if (known != null) {
            return known;
        }
        // The place is taken before the parts are written: a type may refer to itself.
        int index = declarations.size();
        indexes.put(type, index);
        declarations.add(null);
        declarations.set(index, declaration(type));
        return index;
    }

    private byte[] declaration(CandidType type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (type instanceof CandidType.Opt opt) {
            Leb128.writeSigned(out, TypeCode.OPT);
            Leb128.writeSigned(out, reference(opt.element()));
        } else if (type instanceof CandidType.Vec vec) {
            Leb128.writeSigned(out, TypeCode.VEC);
            Leb128.writeSigned(out, reference(vec.element()));
        } else if (type instanceof CandidType.Record record) {
            fields(out, TypeCode.RECORD, record.fields());
        } else if (type instanceof CandidType.Variant variant) {
            fields(out, TypeCode.VARIANT, variant.cases());
        } else if (type instanceof CandidType.Func func) {
            func(out, func);
        } else if (type instanceof CandidType.Service service) {
            service(out, service);
        }
        return out.toByteArray();
    }

    private void fields(ByteArrayOutputStream out, int code, List<CandidType.Field> fields) {
        Leb128.writeSigned(out, code);
        Leb128.writeUnsigned(out, fields.size());
        for (CandidType.Field field : sorted(fields)) {
            Leb128.writeUnsigned(out, field.id());
            Leb128.writeSigned(out, reference(field.type()));
        }
    }

    private static List<CandidType.Field> sorted(List<CandidType.Field> fields) {
        return fields.stream().sorted((a, b) -> Long.compare(a.id(), b.id())).toList();
    }

    private void func(ByteArrayOutputStream out, CandidType.Func func) {
        Leb128.writeSigned(out, TypeCode.FUNC);
        for (List<CandidType> part : List.of(func.arguments(), func.results())) {
            Leb128.writeUnsigned(out, part.size());
            part.forEach(type -> Leb128.writeSigned(out, reference(type)));
        }
        Leb128.writeUnsigned(out, func.modes().size());
        func.modes().stream()
                .sorted()
                .forEach(mode ->
                        out.write(List.of("query", "oneway", "composite_query").indexOf(mode) + 1));
    }

    private void service(ByteArrayOutputStream out, CandidType.Service service) {
        Leb128.writeSigned(out, TypeCode.SERVICE);
        Leb128.writeUnsigned(out, service.methods().size());
        service.methods().keySet().stream().sorted().forEach(name -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            Leb128.writeUnsigned(out, utf8.length);
            out.writeBytes(utf8);
            Leb128.writeSigned(out, reference(service.methods().get(name)));
        });
    }

    private void value(CandidValue value, CandidType declared) {
        CandidType type = declared.resolved();
        if (type instanceof CandidType.Record record) {
            CandidValue.Record fields = value.asRecord();
            sorted(record.fields()).forEach(field -> value(present(fields, field), field.type()));
        } else if (type instanceof CandidType.Variant variant) {
            variant(value.asVariant(), sorted(variant.cases()));
        } else if (type instanceof CandidType.Opt opt) {
            CandidValue inside = value.asOptional().orElse(null);
            content.flag(inside != null);
            if (inside != null) {
                value(inside, opt.element());
            }
        } else if (type instanceof CandidType.Vec vec) {
            vec(value, vec);
        } else if (type instanceof CandidType.Func) {
            func(Numbers.as(value, CandidValue.Func.class, "func"));
        } else if (type instanceof CandidType.Service) {
            reference(Numbers.as(value, CandidValue.Service.class, "service").principal());
        } else {
            primitive(value, ((CandidType.Primitive) type).kind());
        }
    }

    private void func(CandidValue.Func func) {
        content.flag(func.service() != null);
        if (func.service() != null) {
            content.principal(func.service());
            content.text(func.method());
        }
    }

    private void reference(Principal principal) {
        if (principal == null) {
            content.flag(false);
        } else {
            content.principal(principal);
        }
    }

    private static CandidValue present(CandidValue.Record record, CandidType.Field field) {
        CandidValue value = record.fields().get(field.id());
        if (value == null) {
            throw new CandidException("The record has no field \"" + field.label() + "\".");
        }
        return value;
    }

    private void vec(CandidValue value, CandidType.Vec vec) {
        if (vec.isBlob()) {
            content.sized(value.asBlob());
            return;
        }
        List<CandidValue> elements = value.asList();
        content.count(elements.size());
        elements.forEach(element -> value(element, vec.element()));
    }

    private void variant(CandidValue.Variant variant, List<CandidType.Field> cases) {
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).id() == variant.id()) {
                content.count(i);
                value(variant.value(), cases.get(i).type());
                return;
            }
        }
        throw new CandidException("The variant has no case " + variant.id() + ".");
    }

    private void primitive(CandidValue value, CandidType.Kind kind) {
        switch (kind) {
            case RESERVED -> {}
            case NULL -> Numbers.as(value, CandidValue.NullValue.class, "null");
            case BOOL -> content.flag(value.asBool());
            case TEXT -> content.text(value.asText());
            case PRINCIPAL -> content.principal(value.asPrincipal());
            case NAT -> content.nat(value.asBigInteger());
            case INT -> content.integer(value.asBigInteger());
            case FLOAT32 ->
                content.float32(
                        Numbers.as(value, CandidValue.Float32.class, "float32").value());
            case FLOAT64 ->
                content.float64(
                        Numbers.as(value, CandidValue.Float64.class, "float64").value());
            case EMPTY -> throw new CandidException("There is no value of the type empty.");
            default -> fixed(value.asBigInteger(), TypeCode.fixedKind(kind.code()));
        }
    }

    private void fixed(BigInteger number, CandidValue.FixedKind kind) {
        int bits = kind.bytes() * Byte.SIZE - (kind.signed() ? 1 : 0);
        if (number.bitLength() > bits || !kind.signed() && number.signum() < 0) {
            throw new CandidException("The number " + number + " does not fit into " + kind.typeName() + ".");
        }
        content.littleEndian(number.longValue(), kind.bytes());
    }
}
