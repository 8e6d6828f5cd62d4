package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.util.List;

/** System functions for stable memory, in their 32-bit and 64-bit forms. */
final class Ic0Stable {
    private static final String ALWAYS = "* s";
    private static final long PAGES_OF_32_BITS = 65536;

    private Ic0Stable() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("stable_size", ">i", ALWAYS, (f, a) -> narrow(f).pages()),
                of("stable_grow", "i>i", ALWAYS, (f, a) -> grow32(f, Ic0Frame.u32(a[0]))),
                action("stable_write", "iii>", ALWAYS, (f, a) -> narrow(f)
                        .write(Ic0Frame.u32(a[0]), f.read(a[1], a[2]))),
                action(
                        "stable_read",
                        "iii>",
                        ALWAYS,
                        (f, a) -> f.write(a[0], narrow(f).read(Ic0Frame.u32(a[1]), Ic0Frame.u32(a[2])))),
                of("stable64_size", ">I", ALWAYS, (f, a) -> f.stable().pages()),
                of("stable64_grow", "I>I", ALWAYS, (f, a) -> f.stable().grow64(a[0])),
                action("stable64_write", "III>", ALWAYS, (f, a) -> f.stable()
                        .write(a[0], f.read(address(a[1]), address(a[2])))),
                action(
                        "stable64_read",
                        "III>",
                        ALWAYS,
                        (f, a) -> f.write(address(a[0]), f.stable().read(a[1], a[2]))));
    }

    private static StableMemory narrow(Ic0Frame frame) {
        if (frame.stable().pages() > PAGES_OF_32_BITS) {
            throw CanisterFault.stable("32 bit stable memory api used on a memory larger than 4GB");
        }
        return frame.stable();
    }

    private static long grow32(Ic0Frame frame, long pages) {
        return narrow(frame).pages() + pages > PAGES_OF_32_BITS
                ? -1
                : frame.stable().grow64(pages);
    }

    /** Linear memory has 32-bit addresses, also in the functions that take 64 bits. */
    private static long address(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw CanisterFault.contract("out of bounds memory access at " + Long.toUnsignedString(value));
        }
        return value;
    }
}
