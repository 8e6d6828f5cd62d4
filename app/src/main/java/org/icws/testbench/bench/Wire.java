package org.icws.testbench.bench;

/** What the stub and the load client agree on, so that neither has to decode what it need not. */
final class Wire {
    /** Added to the numbers of application messages: all take eight bytes then, always at the same place. */
    private static final long WIDE = 1L << 40;

    private Wire() {}

    static long wide(long sequence) {
        return WIDE + sequence;
    }

    static boolean isWide(long sequence) {
        return sequence >= WIDE;
    }
}
