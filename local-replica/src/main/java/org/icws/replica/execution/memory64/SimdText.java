package org.icws.replica.execution.memory64;

/** What is said of modules that use SIMD. */
public final class SimdText {
    /** Why they are refused. */
    public static final String REFUSAL =
            "it uses SIMD instructions (128-bit vectors), which this local replica cannot execute; build it without the"
                    + " target feature simd128";

    private SimdText() {}
}
