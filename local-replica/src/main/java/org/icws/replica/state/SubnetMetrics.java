package org.icws.replica.state;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;

/**
 * What {@code /subnet/<subnet_id>/metrics} of the state tree counts (interface specification, "Subnet information"). Sums are kept, so
 * that a round costs time in proportion to the canisters it has changed. Messages and the cycles of deleted canisters are counted since
 * the process began. Confined to its owner's lock.
 */
final class SubnetMetrics {
    private static final int CANISTERS = 0;
    private static final int STATE_BYTES = 1;
    private static final int CONSUMED_CYCLES = 2;
    private static final int TRANSACTIONS = 3;
    private static final int LOW = 0;
    private static final int HIGH = 1;
    private static final int HALF_BITS = 64;

    /** What one canister adds to the sums. */
    private record Share(long stateBytes, BigInteger consumed) {}

    private final Map<Principal, Share> shares = new HashMap<>();
    private long stateBytes;
    private BigInteger consumed = BigInteger.ZERO;
    private long transactions;

    /** A canister is new or has changed. */
    void update(Canister canister) {
        Share now = new Share(
                canister.memoryBytes(),
                canister.consumed().httpOutcalls().add(canister.consumed().burned()));
        Share before = shares.put(canister.id(), now);
        stateBytes += now.stateBytes() - (before == null ? 0 : before.stateBytes());
        consumed = consumed.add(now.consumed()).subtract(before == null ? BigInteger.ZERO : before.consumed());
    }

    /** A canister is gone; what it has consumed still counts. */
    void remove(Principal canister) {
        Share before = shares.remove(canister);
        stateBytes -= before == null ? 0 : before.stateBytes();
    }

    /** Messages have been executed. */
    void executed(long messages) {
        transactions += messages;
    }

    /** The map in CBOR without a tag, its keys replaced by their numbers, as replicas write it. */
    byte[] encode() {
        return Cbor.write(generator -> {
            generator.writeStartObject(null, TRANSACTIONS + 1);
            generator.writeFieldId(CANISTERS);
            generator.writeNumber(shares.size());
            generator.writeFieldId(STATE_BYTES);
            generator.writeNumber(stateBytes);
            generator.writeFieldId(CONSUMED_CYCLES);
            generator.writeStartObject(null, HIGH + 1);
            generator.writeFieldId(LOW);
            Cbor.writeUnsigned(generator, consumed.longValue());
            generator.writeFieldId(HIGH);
            Cbor.writeUnsigned(generator, consumed.shiftRight(HALF_BITS).longValue());
            generator.writeEndObject();
            generator.writeFieldId(TRANSACTIONS);
            generator.writeNumber(transactions);
            generator.writeEndObject();
        });
    }
}
