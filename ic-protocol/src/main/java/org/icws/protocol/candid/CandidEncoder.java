package org.icws.protocol.candid;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icws.protocol.encoding.Leb128;

/**
 * Encodes values as a Candid message with the narrowest types they have; receivers accept these as subtypes of what they
 * expect. Source: the Candid specification, "Binary format". Stateless.
 */
public final class CandidEncoder {

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteWriter content = new ByteWriter();
    private final Map<InferredType, Integer> indexes = new HashMap<>();

    private CandidEncoder() {}

    /**
     * One message of these values.
     *
     * @throws CandidException when a vec's elements have no common type, or a value is a func or service reference
     */
    public static byte[] encode(CandidValue... values) {
        return new CandidEncoder().message(values);
    }

    /**
     * One message of values with the types that an interface declares, not only those the values show.
     *
     * @throws CandidException when a value is not of its type; any whole number that fits is of each type of whole numbers
     */
    public static byte[] encode(List<CandidType> types, List<CandidValue> values) {
        return new TypedEncoder().encode(types, values);
    }

    private byte[] message(CandidValue[] values) {
        List<InferredType> arguments = new ArrayList<>(values.length);
        ByteArrayOutputStream references = new ByteArrayOutputStream();
        for (CandidValue value : values) {
            InferredType type = InferredType.of(value);
            arguments.add(type);
            Leb128.writeSigned(references, reference(type));
        }
        for (int i = 0; i < values.length; i++) {
            value(values[i], arguments.get(i));
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(TypeCode.MAGIC);
        Leb128.writeUnsigned(message, indexes.size());
        message.writeBytes(types.toByteArray());
        Leb128.writeUnsigned(message, values.length);
        message.writeBytes(references.toByteArray());
        message.writeBytes(content.toByteArray());
        return message.toByteArray();
    }

    private int reference(InferredType type) {
        if (TypeCode.isPrimitive(type.code())) {
            return type.code();
        }
        Integer known = indexes.get(type);
        if (known != null) {
            return known;
        }
        // Parts first: a type refers only to types before it.
        ByteArrayOutputStream declaration = new ByteArrayOutputStream();
        Leb128.writeSigned(declaration, type.code());
        boolean named = type.code() == TypeCode.RECORD || type.code() == TypeCode.VARIANT;
        if (named) {
            Leb128.writeUnsigned(declaration, type.parts().size());
        }
        type.parts().forEach((id, part) -> {
            if (named) {
                Leb128.writeUnsigned(declaration, id);
            }
            Leb128.writeSigned(declaration, reference(part));
        });
        types.writeBytes(declaration.toByteArray());
        indexes.put(type, indexes.size());
        return indexes.size() - 1;
    }

    private void value(CandidValue value, InferredType type) {
        if (value instanceof CandidValue.Record record) {
            type.parts().forEach((id, part) -> value(record.fields().get(id), part));
        } else if (value instanceof CandidValue.Variant variant) {
            variant(variant, type);
        } else if (value instanceof CandidValue.Vec vec) {
            content.count(vec.values().size());
            vec.values().forEach(element -> value(element, type.element()));
        } else if (value instanceof CandidValue.Opt opt) {
            content.flag(opt.value() != null);
            if (opt.value() != null) {
                value(opt.value(), type.element());
            }
        } else {
            simple(value);
        }
    }

    private void variant(CandidValue.Variant variant, InferredType type) {
        int index = 0;
        for (long id : type.parts().keySet()) {
            if (id == variant.id()) {
                content.count(index);
                value(variant.value(), type.parts().get(id));
                return;
            }
            index++;
        }
        throw new IllegalStateException("An inferred variant has the cases of its values.");
    }

    private void simple(CandidValue value) {
        if (value instanceof CandidValue.Blob blob) {
            content.sized(blob.bytes());
        } else if (value instanceof CandidValue.Text text) {
            content.text(text.value());
        } else if (value instanceof CandidValue.PrincipalValue principal) {
            content.principal(principal.principal());
        } else if (value instanceof CandidValue.Bool bool) {
            content.flag(bool.value());
        } else {
            number(value);
        }
    }

    private void number(CandidValue value) {
        if (value instanceof CandidValue.Fixed fixed) {
            content.littleEndian(fixed.bits(), fixed.kind().bytes());
        } else if (value instanceof CandidValue.Nat nat) {
            content.nat(nat.value());
        } else if (value instanceof CandidValue.IntValue number) {
            content.integer(number.value());
        } else if (value instanceof CandidValue.Float32 number) {
            content.float32(number.value());
        } else if (value instanceof CandidValue.Float64 number) {
            content.float64(number.value());
        }
    }
}
