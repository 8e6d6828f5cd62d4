package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidPath;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;

/** Looks into values and makes changed copies of them, by {@link CandidPath}. Stateless. */
final class ValueTree {

    /** A part of a value and its type, names resolved. */
    record Part(CandidValue value, CandidType type) {}

    /** Makes the new content of a place out of the old one. */
    interface Change extends BiFunction<CandidValue, CandidType, CandidValue> {}

    private ValueTree() {}

    /** The part at a path. @throws CandidException if there is none */
    static Part at(CandidValue value, CandidType type, String path) {
        Part[] found = new Part[1];
        replace(value, type, path, (part, partType) -> {
            found[0] = new Part(part, partType);
            return part;
        });
        return found[0];
    }

    /** A copy that is changed at a path. @throws CandidException if there is no such place */
    static CandidValue replace(CandidValue value, CandidType type, String path, Change change) {
        return replace(value, type.resolved(), CandidPath.steps(path), change);
    }

    private static CandidValue replace(CandidValue value, CandidType type, List<String> steps, Change change) {
        if (steps.isEmpty()) {
            return change.apply(value, type);
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (type instanceof CandidType.Record record) {
            CandidType.Field field = find(record.fields(), step);
            Map<Long, CandidValue> fields = new TreeMap<>(value.asRecord().fields());
            fields.computeIfPresent(
                    field.id(), (id, old) -> replace(old, field.type().resolved(), rest, change));
            return new CandidValue.Record(Collections.unmodifiableMap(fields));
        }
        if (type instanceof CandidType.Variant variant) {
            CandidType.Field chosen = find(variant.cases(), step);
            if (value.asVariant().id() != chosen.id()) {
                throw noPlace(step);
            }
            return new CandidValue.Variant(
                    chosen.id(),
                    replace(value.asVariant().value(), chosen.type().resolved(), rest, change));
        }
        if (type instanceof CandidType.Opt opt && value instanceof CandidValue.Opt there && there.value() != null) {
            return CandidValue.some(replace(there.value(), opt.element().resolved(), rest, change));
        }
        if (type instanceof CandidType.Vec vec) {
            List<CandidValue> elements = new ArrayList<>(value.asList());
            int index = index(step, elements.size());
            elements.set(index, replace(elements.get(index), vec.element().resolved(), rest, change));
            return new CandidValue.Vec(elements);
        }
        throw noPlace(step);
    }

    private static CandidType.Field find(List<CandidType.Field> fields, String step) {
        return fields.stream()
                .filter(f -> CandidPath.step(f.label()).equals(step))
                .findFirst()
                .orElseThrow(() -> noPlace(step));
    }

    private static int index(String step, int size) {
        try {
            int index = Integer.parseInt(step);
            if (index >= 0 && index < size) {
                return index;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw noPlace(step);
    }

    private static CandidException noPlace(String step) {
        return new CandidException("The value has no part \"" + step + "\".");
    }
}
