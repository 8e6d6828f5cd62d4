package org.icws.protocol.candid;

import java.util.ArrayList;
import java.util.List;

/** The types a message declares before its values. */
final class TypeTable {

    /** The most types a message may declare. */
    static final int MAX_TYPES = 10_000;

    private static final long MAX_FIELD_ID = 0xffff_ffffL;

    /**
     * A composite type.
     *
     * @param code its opcode; one below {@link TypeCode#PRINCIPAL} is of the future
     * @param ids of fields or cases, boxed once here rather than once per value
     * @param parts the types of elements, fields or cases: opcodes or, from 0, table indexes
     */
    record Type(int code, Long[] ids, int[] parts) {}

    private final List<Type> types = new ArrayList<>();
    private final ByteReader in;
    private int declared;

    private TypeTable(ByteReader in) {
        this.in = in;
    }

    static TypeTable read(ByteReader in) {
        TypeTable table = new TypeTable(in);
        table.declared = in.count();
        if (table.declared > MAX_TYPES) {
            throw new CandidException("The message declares more than " + MAX_TYPES + " types.");
        }
        for (int i = 0; i < table.declared; i++) {
            table.types.add(table.readType());
        }
        return table;
    }

    Type get(int index) {
        return types.get(index);
    }

    int readReference() {
        long reference = in.signed();
        boolean known = reference >= 0 ? reference < declared : TypeCode.isPrimitive((int) reference);
        if (!known || reference < Integer.MIN_VALUE) {
            throw new CandidException("The message refers to the unknown type " + reference + ".");
        }
        return (int) reference;
    }

    private Type readType() {
        long code = in.signed();
        if (code < TypeCode.PRINCIPAL && code >= Short.MIN_VALUE) {
            in.take(in.count());
            return new Type((int) code, new Long[0], new int[0]);
        }
        if (code == TypeCode.OPT || code == TypeCode.VEC) {
            return new Type((int) code, new Long[0], new int[] {readReference()});
        }
        if (code == TypeCode.RECORD || code == TypeCode.VARIANT) {
            return readFields((int) code);
        }
        if (code == TypeCode.FUNC) {
            skipFunc();
        } else if (code == TypeCode.SERVICE) {
            skipService();
        } else {
            throw new CandidException("The message declares a type with the unknown opcode " + code + ".");
        }
        return new Type((int) code, new Long[0], new int[0]);
    }

    private Type readFields(int code) {
        int count = in.count();
        Long[] ids = new Long[count];
        int[] parts = new int[count];
        long previous = -1;
        for (int i = 0; i < count; i++) {
            long id = in.unsigned();
            if (id <= previous || id > MAX_FIELD_ID) {
                throw new CandidException("The field ids of a type are not in increasing order.");
            }
            previous = id;
            ids[i] = id;
            parts[i] = readReference();
        }
        return new Type(code, ids, parts);
    }

    private void skipFunc() {
        for (int part = 0; part < 2; part++) {
            for (int i = in.count(); i > 0; i--) {
                readReference();
            }
        }
        in.take(in.count());
    }

    private void skipService() {
        for (int i = in.count(); i > 0; i--) {
            in.text();
            readReference();
        }
    }
}
