package org.icws.testbench.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.principal.Principals;

/**
 * Events as bytes and back, for this run of the program only. What occurs several times in a block, such as the steps that
 * all messages of a page share, is written once. The events' own records say what is written.
 */
final class BlockCodec {

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();
    private static final List<Class<?>> EVENTS =
            Stream.<Class<?>>of(GatewayEvent.class.getPermittedSubclasses()).toList();

    /** How a record is read and made. */
    private record Shape(Class<?>[] types, Class<?>[] elements, MethodHandle[] readers, MethodHandle maker) {}

    private BlockCodec() {}

    static void write(List<GatewayEvent> events, DataOutputStream out) throws IOException {
        Writer writer = new Writer(out);
        out.writeInt(events.size());
        for (GatewayEvent event : events) {
            out.writeByte(EVENTS.indexOf(event.getClass()));
            writer.fields(event);
        }
    }

    static GatewayEvent[] read(DataInputStream in) throws IOException {
        Reader reader = new Reader(in);
        GatewayEvent[] events = new GatewayEvent[in.readInt()];
        for (int i = 0; i < events.length; i++) {
            events[i] = (GatewayEvent) reader.record(EVENTS.get(in.readUnsignedByte()));
        }
        return events;
    }

    private static Shape shape(Class<?> type) {
        return SHAPES.computeIfAbsent(type, BlockCodec::look);
    }

    private static Shape look(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = new Class<?>[parts.length];
        Class<?>[] elements = new Class<?>[parts.length];
        MethodHandle[] readers = new MethodHandle[parts.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            for (int i = 0; i < parts.length; i++) {
                types[i] = parts[i].getType();
                readers[i] = lookup.unreflect(parts[i].getAccessor());
                if (parts[i].getGenericType() instanceof java.lang.reflect.ParameterizedType list) {
                    elements[i] = (Class<?>) list.getActualTypeArguments()[0];
                }
            }
            return new Shape(types, elements, readers, lookup.unreflectConstructor(type.getConstructor(types)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a public record", e);
        }
    }

    private static final class Writer {

        private final DataOutputStream out;
        private final Map<String, Integer> texts = new HashMap<>();
        private final Map<Object, Integer> shared = new IdentityHashMap<>();

        Writer(DataOutputStream out) {
            this.out = out;
        }

        void fields(Object made) throws IOException {
            Shape shape = shape(made.getClass());
            for (int i = 0; i < shape.types().length; i++) {
                value(shape.types()[i], read(shape.readers()[i], made));
            }
        }

        private static Object read(MethodHandle reader, Object from) {
            try {
                return reader.invoke(from);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private void value(Class<?> type, Object value) throws IOException {
            if (type == long.class) {
                out.writeLong((Long) value);
            } else if (type == int.class) {
                out.writeInt((Integer) value);
            } else if (type == boolean.class) {
                out.writeBoolean((Boolean) value);
            } else if (value == null) {
                out.writeInt(-1);
            } else if (type == byte[].class) {
                out.writeInt(((byte[]) value).length);
                out.write((byte[]) value);
            } else if (type == String.class) {
                text((String) value);
            } else if (type.isEnum()) {
                out.writeInt(((Enum<?>) value).ordinal());
            } else if (value instanceof Principal principal) {
                out.writeInt(principal.getValue().length);
                out.write(principal.getValue());
            } else if (value instanceof List<?> list) {
                out.writeInt(list.size());
                for (Object element : list) {
                    value(element.getClass(), element);
                }
            } else {
                sharedRecord(value);
            }
        }

        private void text(String value) throws IOException {
            Integer known = texts.putIfAbsent(value, texts.size());
            out.writeInt(known == null ? texts.size() - 1 : known);
            if (known == null) {
                byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }

        private void sharedRecord(Object value) throws IOException {
            Integer known = shared.putIfAbsent(value, shared.size());
            out.writeInt(known == null ? shared.size() - 1 : known);
            if (known == null) {
                fields(value);
            }
        }
    }

    private static final class Reader {

        private final DataInputStream in;
        private final List<String> texts = new ArrayList<>();
        private final List<Object> shared = new ArrayList<>();

        Reader(DataInputStream in) {
            this.in = in;
        }

        Object record(Class<?> type) throws IOException {
            Shape shape = shape(type);
            Object[] values = new Object[shape.types().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(shape.types()[i], shape.elements()[i]);
            }
            try {
                return shape.maker().invokeWithArguments(values);
            } catch (Throwable e) {
                throw new IOException("the contents' file is damaged", e);
            }
        }

        private Object value(Class<?> type, Class<?> element) throws IOException {
            if (type == long.class) {
                return in.readLong();
            } else if (type == boolean.class) {
                return in.readBoolean();
            }
            int number = in.readInt();
            if (type == int.class) {
                return number;
            } else if (number < 0) {
                return null;
            } else if (type == byte[].class) {
                return in.readNBytes(number);
            } else if (type == String.class) {
                return text(number);
            } else if (type.isEnum()) {
                return type.getEnumConstants()[number];
            } else if (type == Principal.class) {
                return Principals.of(in.readNBytes(number));
            } else if (type == List.class) {
                List<Object> list = new ArrayList<>(number);
                for (int i = 0; i < number; i++) {
                    list.add(value(element, null));
                }
                return list;
            }
            return sharedRecord(type, number);
        }

        private String text(int number) throws IOException {
            if (number == texts.size()) {
                texts.add(new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8));
            }
            return texts.get(number);
        }

        /** Its number was given before its own fields were written, which may hold further ones. */
        private Object sharedRecord(Class<?> type, int number) throws IOException {
            if (number == shared.size()) {
                shared.add(null);
                shared.set(number, record(type));
            }
            return shared.get(number);
        }
    }
}
