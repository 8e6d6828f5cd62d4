package org.icws.replica.execution;

import java.math.BigInteger;

/**
 * The cycles one execution works with (interface specification, "Cycles"). The results count only if the execution ended without a
 * fault. Confined to the thread that executes.
 */
public final class CycleFlow {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private BigInteger balance;
    private BigInteger available;
    private final BigInteger refunded;
    private BigInteger burned = BigInteger.ZERO;

    /**
     * @param balance what the canister has
     * @param available what the caller sent with the call and has not been accepted yet
     * @param refunded what came back with the answer of a call
     */
    public CycleFlow(BigInteger balance, BigInteger available, BigInteger refunded) {
        this.balance = balance;
        this.available = available;
        this.refunded = refunded;
    }

    /** What the canister has now. */
    public BigInteger balance() {
        return balance;
    }

    /** What can still be accepted. */
    public BigInteger available() {
        return available;
    }

    /** What was destroyed. */
    public BigInteger burned() {
        return burned;
    }

    BigInteger refunded() {
        return refunded;
    }

    /** Moves offered cycles to the balance; the amount that was there. */
    BigInteger accept(BigInteger most) {
        BigInteger accepted = most.min(available);
        available = available.subtract(accepted);
        balance = balance.add(accepted);
        return accepted;
    }

    /** Takes cycles from the balance for a call. */
    void attach(BigInteger amount) {
        if (amount.compareTo(balance) > 0) {
            throw new CanisterFault(
                    ErrorCode.OUT_OF_CYCLES,
                    "Canister is out of cycles: sending " + amount + " cycles is not possible with a balance of "
                            + balance);
        }
        balance = balance.subtract(amount);
    }

    /** Puts cycles of a call that is not made back. */
    void takeBack(BigInteger amount) {
        balance = balance.add(amount);
    }

    /** Destroys cycles; the amount. */
    BigInteger burn(BigInteger most) {
        BigInteger burnt = most.min(balance);
        balance = balance.subtract(burnt);
        burned = burned.add(burnt);
        return burnt;
    }

    /** A number of 128 bits without sign, from its halves. */
    static BigInteger unsigned128(long high, long low) {
        return unsigned(high).multiply(TWO_64).add(unsigned(low));
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(TWO_64) : value;
    }

    /** The number for functions that answer with 64 bits. */
    static long narrow(BigInteger amount, String function) {
        if (amount.compareTo(TWO_64) >= 0) {
            throw CanisterFault.contract(function + ": the amount " + amount + " does not fit into 64 bits");
        }
        return amount.longValue();
    }
}
