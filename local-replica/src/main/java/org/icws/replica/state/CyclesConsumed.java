package org.icws.replica.state;

import java.math.BigInteger;

/**
 * The cycles a canister has lost for good, by what for, since it was created. Memory and execution are free here, so there is
 * nothing else to count. Immutable.
 *
 * @param httpOutcalls the price of HTTP requests
 * @param burned what it burned itself
 */
public record CyclesConsumed(BigInteger httpOutcalls, BigInteger burned) {
    /** Nothing yet. */
    public static final CyclesConsumed NONE = new CyclesConsumed(BigInteger.ZERO, BigInteger.ZERO);

    /** The same and more for HTTP requests. */
    public CyclesConsumed plusOutcalls(BigInteger amount) {
        return new CyclesConsumed(httpOutcalls.add(amount), burned);
    }

    /** The same and more burned. */
    public CyclesConsumed plusBurned(BigInteger amount) {
        return new CyclesConsumed(httpOutcalls, burned.add(amount));
    }
}
