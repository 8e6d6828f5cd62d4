package org.icws.protocol.candid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
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
     * @throws CandidException when a value is not of its type
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
            Leb128.writeUnsigned(content, vec.values().size());
            vec.values().forEach(element -> value(element, type.element()));
        } else if (value instanceof CandidValue.Opt opt) {
            content.write(opt.value() == null ? 0 : 1);
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
                Leb128.writeUnsigned(content, index);
                value(variant.value(), type.parts().get(id));
                return;
            }
            index++;
        }
        throw new IllegalStateException("An inferred variant has the cases of its values.");
    }

    private void simple(CandidValue value) {
        if (value instanceof CandidValue.Blob blob) {
            sized(blob.bytes());
        } else if (value instanceof CandidValue.Text text) {
            sized(text.value().getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof CandidValue.PrincipalValue principal) {
            content.write(1);
            sized(principal.principal().getValue());
        } else if (value instanceof CandidValue.Bool bool) {
            content.write(bool.value() ? 1 : 0);
        } else {
            number(value);
        }
    }

    private void number(CandidValue value) {
        if (value instanceof CandidValue.Fixed fixed) {
            littleEndian(fixed.bits(), fixed.kind().bytes());
        } else if (value instanceof CandidValue.Nat nat) {
            content.writeBytes(Leb128.unsigned(nat.value()));
        } else if (value instanceof CandidValue.IntValue number) {
            content.writeBytes(Leb128.signed(number.value()));
        } else if (value instanceof CandidValue.Float32 number) {
            littleEndian(Float.floatToIntBits(number.value()), Float.BYTES);
        } else if (value instanceof CandidValue.Float64 number) {
            littleEndian(Double.doubleToLongBits(number.value()), Double.BYTES);
        }
    }

    private void sized(byte[] bytes) {
        Leb128.writeUnsigned(content, bytes.length);
        content.writeBytes(bytes);
    }

    private void littleEndian(long bits, int size) {
        for (int i = 0; i < size; i++) {
            content.write((int) (bits >>> (i * Byte.SIZE)));
        }
    }
}
