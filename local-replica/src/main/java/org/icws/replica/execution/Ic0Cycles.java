package org.icws.replica.execution;

import static org.icws.replica.execution.Ic0Function.action;
import static org.icws.replica.execution.Ic0Function.of;

import java.math.BigInteger;
import java.util.List;
import org.icws.protocol.principal.Principals;

/**
 * System functions about cycles. Execution and memory are free on this network, so no balance is ever frozen; transfers, HTTPS
 * outcalls and canister creation cost what they are told to cost.
 */
final class Ic0Cycles {
    private static final String RECEIVES = "U RQ Rt Ry";
    private static final String REFUNDED = "Rt Ry";
    private static final String ALWAYS = "* s";
    private static final String MAY_MINT = "U Ry Rt T";
    private static final long CYCLES_MINTING_CANISTER = 4;
    private static final long UNKNOWN_CURVE = 1;
    private static final long UNKNOWN_KEY = 2;

    private Ic0Cycles() {}

    static List<Ic0Function> functions() {
        return List.of(
                of("canister_cycle_balance", ">I", "*", (f, a) -> narrow(balance(f), "ic0_canister_cycle_balance")),
                action("canister_cycle_balance128", "p>", "*", (f, a) -> f.write128(a[0], balance(f))),
                action("canister_liquid_cycle_balance128", "p>", "*", (f, a) -> f.write128(a[0], balance(f))),
                of(
                        "msg_cycles_available",
                        ">I",
                        RECEIVES,
                        (f, a) -> narrow(f.message().cycles().available(), "ic0_msg_cycles_available")),
                action(
                        "msg_cycles_available128",
                        "p>",
                        RECEIVES,
                        (f, a) -> f.write128(a[0], f.message().cycles().available())),
                of(
                        "msg_cycles_refunded",
                        ">I",
                        REFUNDED,
                        (f, a) -> narrow(f.message().cycles().refunded(), "ic0_msg_cycles_refunded")),
                action(
                        "msg_cycles_refunded128",
                        "p>",
                        REFUNDED,
                        (f, a) -> f.write128(a[0], f.message().cycles().refunded())),
                of("msg_cycles_accept", "I>I", RECEIVES, (f, a) -> accept(f, 0, a[0])
                        .longValue()),
                action("msg_cycles_accept128", "IIp>", RECEIVES, (f, a) -> f.write128(a[2], accept(f, a[0], a[1]))),
                action(
                        "cycles_burn128",
                        "IIp>",
                        "I G U RQ Ry Rt C T",
                        (f, a) -> f.write128(a[2], f.message().cycles().burn(CycleFlow.unsigned128(a[0], a[1])))),
                action("cost_call", "IIp>", ALWAYS, (f, a) -> f.write128(a[2], BigInteger.ZERO)),
                action(
                        "cost_http_request",
                        "IIp>",
                        ALWAYS,
                        (f, a) -> f.write128(a[2], CyclePrices.httpRequest(a[0], a[1]))),
                action("cost_create_canister", "p>", ALWAYS, (f, a) -> f.write128(a[0], BigInteger.ZERO)),
                of("cost_sign_with_ecdsa", "ppip>i", ALWAYS, (f, a) -> noSuchKey(f, a, 1)),
                of("cost_sign_with_schnorr", "ppip>i", ALWAYS, (f, a) -> noSuchKey(f, a, 2)),
                of("cost_vetkd_derive_key", "ppip>i", ALWAYS, (f, a) -> noSuchKey(f, a, 1)),
                of(
                        "mint_cycles",
                        "I>I",
                        MAY_MINT,
                        (f, a) -> narrow(mint(f, "ic0_mint_cycles", 0, a[0]), "ic0_mint_cycles")),
                action(
                        "mint_cycles128",
                        "IIp>",
                        MAY_MINT,
                        (f, a) -> f.write128(a[2], mint(f, "ic0_mint_cycles128", a[0], a[1]))));
    }

    private static BigInteger balance(Ic0Frame frame) {
        return frame.message().cycles().balance();
    }

    private static long narrow(BigInteger amount, String function) {
        return CycleFlow.narrow(amount, function);
    }

    private static BigInteger accept(Ic0Frame frame, long high, long low) {
        return frame.message().cycles().accept(CycleFlow.unsigned128(high, low));
    }

    /** This network has no threshold keys, so each is unknown; the curve is looked at first. */
    private static long noSuchKey(Ic0Frame frame, long[] a, int curves) {
        frame.read(a[0], a[1]);
        return Ic0Frame.u32(a[2]) < curves ? UNKNOWN_KEY : UNKNOWN_CURVE;
    }

    private static BigInteger mint(Ic0Frame frame, String function, long high, long low) {
        if (!frame.environment().self().equals(Principals.canisterId(CYCLES_MINTING_CANISTER))) {
            throw CanisterFault.contract(
                    function + " cannot be executed on a canister other than the cycles minting canister");
        }
        BigInteger amount = CycleFlow.unsigned128(high, low);
        frame.message().cycles().takeBack(amount);
        return amount;
    }
}
