package org.icws.protocol.candid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** Writes a value as JSON by its type. Stateless. */
final class JsonWriter {

    /** The largest whole number that every reader of JSON keeps exact. */
    private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonWriter() {}

    static String write(CandidValue value, CandidType type) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node(value, type));
        } catch (JsonProcessingException e) {
            throw new CandidException("The value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode node(CandidValue value, CandidType declared) {
        CandidType type = declared.resolved();
        if (value instanceof CandidValue.Record record) {
            return record(record, (CandidType.Record) type);
        }
        if (value instanceof CandidValue.Variant variant) {
            return variant(variant, (CandidType.Variant) type);
        }
        if (value instanceof CandidValue.Opt opt) {
            return opt(opt, (CandidType.Opt) type);
        }
        if (value instanceof CandidValue.Vec vec) {
            ArrayNode array = NODES.arrayNode();
            vec.values().forEach(element -> array.add(node(element, ((CandidType.Vec) type).element())));
            return array;
        }
        return leaf(value);
    }

    private static JsonNode record(CandidValue.Record record, CandidType.Record type) {
        ObjectNode object = NODES.objectNode();
        type.fields().forEach(f -> object.set(f.label(), node(record.fields().get(f.id()), f.type())));
        return object;
    }

    private static JsonNode variant(CandidValue.Variant variant, CandidType.Variant type) {
        CandidType.Field chosen = type.find(variant.id())
                .orElseThrow(() -> new CandidException("The variant has no case " + variant.id() + "."));
        if (ValueParser.isNull(chosen.type())) {
            return NODES.textNode(chosen.label());
        }
        return NODES.objectNode().set(chosen.label(), node(variant.value(), chosen.type()));
    }

    /** An opt whose content could itself be null is written as a list of none or one, so that both stay apart. */
    private static JsonNode opt(CandidValue.Opt opt, CandidType.Opt type) {
        if (!JsonReader.contentMayBeNull(type)) {
            return opt.value() == null ? NODES.nullNode() : node(opt.value(), type.element());
        }
        ArrayNode list = NODES.arrayNode();
        if (opt.value() != null) {
            list.add(node(opt.value(), type.element()));
        }
        return list;
    }

    private static JsonNode leaf(CandidValue value) {
        if (value instanceof CandidValue.Bool bool) {
            return NODES.booleanNode(bool.value());
        }
        if (value instanceof CandidValue.NullValue || value instanceof CandidValue.Reserved) {
            return NODES.nullNode();
        }
        if (value instanceof CandidValue.Float32 number) {
            return real(number.value(), Float.isFinite(number.value()), Float.toString(number.value()));
        }
        if (value instanceof CandidValue.Float64 number) {
            return real(number.value(), Double.isFinite(number.value()), Double.toString(number.value()));
        }
        if (value instanceof CandidValue.Service service) {
            return NODES.textNode(String.valueOf(service.principal()));
        }
        if (value instanceof CandidValue.Func func) {
            return NODES.textNode(func.service() + "." + func.method());
        }
        if (value instanceof CandidValue.Text
                || value instanceof CandidValue.Blob
                || value instanceof CandidValue.PrincipalValue) {
            return NODES.textNode(LeafText.write(value));
        }
        BigInteger number = value.asBigInteger();
        return number.abs().compareTo(SAFE) <= 0 ? NODES.numberNode(number) : NODES.textNode(number.toString());
    }

    private static JsonNode real(double value, boolean finite, String text) {
        return finite ? NODES.numberNode(value) : NODES.textNode(text);
    }
}
