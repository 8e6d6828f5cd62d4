package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.util.List;

/**
 * System functions about cycles. Execution is free on this network: every canister has the same balance for ever, nothing can be
 * attached to a call, and all costs are zero.
 */
final class Ic0Cycles {
    /** 100 trillion, what a local network usually gives a new canister. */
    private static final long BALANCE = 100_000_000_000_000L;

    private static final String RECEIVES = "U RQ Rt Ry";
    private static final String REFUNDED = "Rt Ry";
    private static final String ALWAYS = "* s";

    private Ic0Cycles() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("canister_cycle_balance", ">I", "*", (f, a) -> BALANCE),
                action("canister_cycle_balance128", "i>", "*", (f, a) -> f.write128(a[0], BALANCE)),
                action("canister_liquid_cycle_balance128", "i>", "*", (f, a) -> f.write128(a[0], BALANCE)),
                of("msg_cycles_available", ">I", RECEIVES, (f, a) -> 0),
                action("msg_cycles_available128", "i>", RECEIVES, (f, a) -> f.write128(a[0], 0)),
                of("msg_cycles_refunded", ">I", REFUNDED, (f, a) -> 0),
                action("msg_cycles_refunded128", "i>", REFUNDED, (f, a) -> f.write128(a[0], 0)),
                of("msg_cycles_accept", "I>I", RECEIVES, (f, a) -> 0),
                action("msg_cycles_accept128", "IIi>", RECEIVES, (f, a) -> f.write128(a[2], 0)),
                action("cycles_burn128", "IIi>", "I G U RQ Ry Rt C T", (f, a) -> f.write128(a[2], 0)),
                action("cost_call", "IIi>", ALWAYS, (f, a) -> f.write128(a[2], 0)),
                action("cost_http_request", "IIi>", ALWAYS, (f, a) -> f.write128(a[2], 0)),
                action("cost_create_canister", "i>", ALWAYS, (f, a) -> f.write128(a[0], 0)),
                of("cost_sign_with_ecdsa", "iiii>i", ALWAYS, Ic0Cycles::freeSignature),
                of("cost_sign_with_schnorr", "iiii>i", ALWAYS, Ic0Cycles::freeSignature),
                of("cost_vetkd_derive_key", "iiii>i", ALWAYS, Ic0Cycles::freeSignature),
                of("mint_cycles", "I>I", "U Ry Rt T", (f, a) -> refuseMinting("ic0_mint_cycles")),
                action("mint_cycles128", "IIi>", "U Ry Rt T", (f, a) -> refuseMinting("ic0_mint_cycles128")));
    }

    private static long freeSignature(Ic0Frame frame, long[] a) {
        frame.write128(a[3], 0);
        return 0;
    }

    private static long refuseMinting(String function) {
        throw CanisterFault.contract(
                function + " cannot be executed on a canister other than the cycles minting canister");
    }
}
