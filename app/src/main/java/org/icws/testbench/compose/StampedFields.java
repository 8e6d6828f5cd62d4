package org.icws.testbench.compose;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.icws.protocol.candid.CandidPath;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;

/** The parts of a value that are set to the time at which it is sent. FX thread only. */
final class StampedFields {

    private static final String TIMESTAMP = "timestamp";

    private final Set<String> paths = new TreeSet<>();

    /** Takes the fields of a type that are called like a time, and no others. */
    void begin(CandidType type) {
        paths.clear();
        if (type.resolved() instanceof CandidType.Record record) {
            for (CandidType.Field field : record.fields()) {
                boolean time = field.type().equals(CandidType.of(CandidType.Kind.NAT64));
                if (time && TIMESTAMP.equals(field.name())) {
                    paths.add(CandidPath.child(CandidPath.ROOT, field.label()));
                }
            }
        }
    }

    /** No part is one any more. */
    void clear() {
        paths.clear();
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    boolean contains(String path) {
        return paths.contains(path);
    }

    /**
     * Makes a part one of them, or not any more.
     *
     * @return whether that changed anything
     */
    boolean set(String path, boolean stamped) {
        return stamped ? paths.add(path) : paths.remove(path);
    }

    /** The value as it is when it is sent at a time, in nanoseconds since the epoch. */
    CandidValue stamp(CandidValue plain, CandidType type, long nanos) {
        return stamp(plain, type, paths, nanos);
    }

    /** Makes the bytes of a value as if it was sent at a time; may be used on any thread and does not follow later changes. */
    LongFunction<byte[]> encoder(CandidValue plain, MessageType type) {
        Set<String> now = Set.copyOf(paths);
        return nanos -> type.encode(now.isEmpty() ? plain : stamp(plain, type.type(), now, nanos));
    }

    private static CandidValue stamp(CandidValue plain, CandidType type, Set<String> paths, long nanos) {
        CandidValue stamped = plain;
        for (String path : paths) {
            stamped = ValueTree.replace(stamped, type, path, (old, t) -> CandidValue.nat64(nanos));
        }
        return stamped;
    }
}
