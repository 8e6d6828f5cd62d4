package org.icws.gateway.capture;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** Makes records with some value in every component, so that no component and no record can be forgotten. */
final class SampleValues {
    private SampleValues() {}

    /**
     * @param type the record
     * @param variant 0: usual values, 1: extreme ones, 2: null wherever there can be null
     */
    static Object record(Class<?> type, int variant) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Stream.of(components)
                .map(c -> value(c.getType(), c.getGenericType(), variant))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            try {
                return constructor.newInstance(values);
            } catch (java.lang.reflect.InvocationTargetException e) {
                if (variant == 2 && e.getCause() instanceof NullPointerException) {
                    return record(type, 0);
                }
                throw e;
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " cannot be made", e);
        }
    }

    private static Object value(Class<?> type, Type generic, int variant) {
        boolean extreme = variant == 1;
        if (type == long.class) {
            return extreme ? Long.MIN_VALUE : 1_764_000_000_123_456_789L;
        } else if (type == int.class) {
            return extreme ? Integer.MIN_VALUE : 7;
        } else if (type == boolean.class) {
            return !extreme;
        } else if (type == double.class) {
            return extreme ? Double.MIN_VALUE : 0.25;
        } else if (variant == 2) {
            return null;
        } else if (type == String.class) {
            return extreme ? "line\nend \u2028 \"quoted\" \\ \0 \uD83D\uDE00" : "text";
        } else if (type == byte[].class) {
            return extreme ? new byte[0] : new byte[] {0, -1, 127, -128};
        } else if (type == Principal.class) {
            return extreme ? Principals.ANONYMOUS : Principals.canisterId(3);
        } else if (type.isEnum()) {
            Object[] all = type.getEnumConstants();
            return all[extreme ? all.length - 1 : 0];
        } else if (type == List.class || type == Set.class) {
            return collection(type, generic, variant);
        } else if (type == Optional.class) {
            return Optional.of(element(generic, variant));
        } else if (type == OptionalLong.class) {
            return OptionalLong.of(5);
        } else if (type.isRecord()) {
            return record(type, variant);
        }
        throw new AssertionError("a sample of " + type + " is needed here, and the capture must know how to write it");
    }

    private static Object collection(Class<?> type, Type generic, int variant) {
        Object element = element(generic, variant);
        return type == List.class ? List.of(element) : Set.of(element);
    }

    private static Object element(Type generic, int variant) {
        Type element = ((ParameterizedType) generic).getActualTypeArguments()[0];
        return value((Class<?>) element, element, variant);
    }
}
