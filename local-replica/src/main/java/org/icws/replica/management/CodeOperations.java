package org.icws.replica.management;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.CycleFlow;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.state.CallContext;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.RareChange;
import org.icws.replica.state.ResponseSink;

/**
 * Puts code into canisters, replaces it and removes it: all or nothing (interface specification, "IC method install_code").
 * Stateless; runs on the canister's thread.
 */
public final class CodeOperations {
    private static final String INIT = "canister_init";
    private static final String POST_UPGRADE = "canister_post_upgrade";
    private static final String PERSISTENCE = "enhanced-orthogonal-persistence";

    private final CanisterHost host;

    /** @param host what canisters run on */
    public CodeOperations(CanisterHost host) {
        this.host = host;
    }

    /** What happens to the code that is there. */
    public enum Mode {
        /** There is none; {@code canister_init} runs. */
        INSTALL,
        /** It goes with all memory; {@code canister_init} runs. */
        REINSTALL,
        /** It goes, stable memory stays; {@code canister_post_upgrade} runs. */
        UPGRADE
    }

    /**
     * How code is to be put in place.
     *
     * @param mode what happens to the code that is there
     * @param skipPreUpgrade whether an upgrade leaves out {@code canister_pre_upgrade}
     * @param keepMemory whether an upgrade keeps linear memory; null = not said
     */
    public record Plan(Mode mode, boolean skipPreUpgrade, Boolean keepMemory) {
        /** Into an empty canister. */
        public static final Plan INSTALL = new Plan(Mode.INSTALL, false, null);

        /** Whatever was there before is lost. */
        public static final Plan REINSTALL = new Plan(Mode.REINSTALL, false, null);
    }

    /**
     * Who changes the code, with what and when.
     *
     * @param module the new code, plain or gzip
     * @param argument Candid bytes for the init or post-upgrade method
     * @param origin for the history and as the caller the canister sees
     * @param timeNanos the time the canister sees
     */
    public record Deployment(byte[] module, byte[] argument, CanisterHistory.Origin origin, long timeNanos) {}

    /**
     * Carries out a plan.
     *
     * @throws CanisterFault why it failed; the canister is as before
     */
    public void deploy(Canister canister, Plan plan, Deployment deployment) {
        CanisterModule module = host.module(deployment.module());
        switch (plan.mode()) {
            case INSTALL:
                if (canister.wasm() != null) {
                    throw new CanisterFault(
                            ErrorCode.NOT_EMPTY,
                            "Canister " + canister.id()
                                    + " cannot be installed because the canister is not empty. Try installing with"
                                    + " mode='reinstall' instead.");
                }
                start(canister, module, deployment);
                break;
            case REINSTALL:
                start(canister, module, deployment);
                canister.log().clear();
                break;
            default:
                upgrade(canister, upgradePlan(canister, plan, module), module, deployment);
        }
        canister.installedNanos(deployment.timeNanos());
        canister.history()
                .add(new CanisterHistory.Change(
                        deployment.timeNanos(),
                        canister.version(),
                        deployment.origin(),
                        new CanisterHistory.Details.CodeDeployment(
                                plan.mode().name().toLowerCase(Locale.ROOT), module.hash())));
    }

    private void start(Canister canister, CanisterModule module, Deployment deployment) {
        WasmCanister wasm = host.instantiate(canister, module, deployment.timeNanos());
        requireWithinLimit(canister, wasm);
        MessageContext message = message(canister, EntryPoint.INIT, deployment).memoryLimitBytes(memoryLimit(canister));
        run(wasm, INIT, message);
        canister.certifiedData(new byte[0]);
        finish(canister, wasm, message);
    }

    /** An upgrade that keeps linear memory if the present code needs that. */
    public static Plan keepingWhatIsPersistent(Canister canister) {
        boolean persistent =
                canister.module() != null && canister.module().metadata().containsKey(PERSISTENCE);
        return new Plan(Mode.UPGRADE, false, persistent ? Boolean.TRUE : null);
    }

    private static Plan upgradePlan(Canister canister, Plan plan, CanisterModule module) {
        if (canister.wasm() == null) {
            throw new CanisterFault(
                    ErrorCode.NO_WASM_MODULE,
                    "Error from Canister " + canister.id() + ": Canister cannot be upgraded because it is empty");
        }
        boolean persistent = canister.module().metadata().containsKey(PERSISTENCE);
        if (persistent && plan.keepMemory() == null) {
            throw new CanisterFault(
                    ErrorCode.MEMORY_OPTION_MISSING,
                    "Missing upgrade option: Enhanced orthogonal persistence requires the `wasm_memory_persistence` upgrade"
                            + " option.");
        }
        if (Boolean.TRUE.equals(plan.keepMemory()) && !module.metadata().containsKey(PERSISTENCE)) {
            throw new CanisterFault(
                    ErrorCode.INVALID_WASM,
                    "Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option requires that the new"
                            + " canister module supports enhanced orthogonal persistence.");
        }
        return plan;
    }

    private void upgrade(Canister canister, Plan plan, CanisterModule module, Deployment deployment) {
        WasmCanister old = canister.wasm();
        MessageContext before = message(canister, EntryPoint.PRE_UPGRADE, deployment);
        if (!plan.skipPreUpgrade()) {
            old.prepareUpgrade(before).ifPresent(fault -> {
                throw fault;
            });
        }
        try {
            WasmCanister upgraded =
                    old.successor(module, Boolean.TRUE.equals(plan.keepMemory()), deployment.timeNanos());
            requireWithinLimit(canister, upgraded);
            MessageContext after = message(canister, EntryPoint.INIT, deployment)
                    .memoryLimitBytes(memoryLimit(canister))
                    .cycles(new CycleFlow(before.cycles().balance(), BigInteger.ZERO, BigInteger.ZERO));
            run(upgraded, POST_UPGRADE, after);
            if (before.certifiedData() != null) {
                canister.certifiedData(before.certifiedData());
            }
            canister.consumed(canister.consumed().plusBurned(before.cycles().burned()));
            finish(canister, upgraded, after);
        } catch (RuntimeException | Error e) {
            if (!plan.skipPreUpgrade()) {
                old.undo();
            }
            throw e;
        }
    }

    private static long memoryLimit(Canister canister) {
        return canister.settings()
                .number(CanisterSettings.Number.WASM_MEMORY_LIMIT)
                .longValue();
    }

    private static void requireWithinLimit(Canister canister, WasmCanister wasm) {
        long limit = memoryLimit(canister);
        if (limit > 0 && wasm.linearBytes() > limit) {
            throw new CanisterFault(
                    ErrorCode.WASM_MEMORY_LIMIT,
                    "Canister exceeded its current Wasm memory limit of " + limit
                            + " bytes. The peak Wasm memory usage was " + wasm.linearBytes() + " bytes.");
        }
    }

    private static MessageContext message(Canister canister, EntryPoint entryPoint, Deployment deployment) {
        return new MessageContext(entryPoint, deployment.timeNanos())
                .caller(deployment.origin().principal().getValue())
                .argument(deployment.argument())
                .cycles(new CycleFlow(canister.cycles(), BigInteger.ZERO, BigInteger.ZERO));
    }

    private static void run(WasmCanister wasm, String method, MessageContext message) {
        if (wasm.exports(method)) {
            Optional<CanisterFault> fault = wasm.run(method, message, true);
            if (fault.isPresent()) {
                throw fault.get();
            }
        }
    }

    private static void finish(Canister canister, WasmCanister wasm, MessageContext message) {
        canister.install(wasm);
        if (message.certifiedData() != null) {
            canister.certifiedData(message.certifiedData());
        }
        message.timer().ifPresent(canister::timerNanos);
        canister.cycles(message.cycles().balance());
        canister.consumed(canister.consumed().plusBurned(message.cycles().burned()));
        canister.changed();
    }

    /** Removes the code and all memory. Calls that are not answered are rejected. */
    public void uninstall(Canister canister, CanisterHistory.Origin origin, long timeNanos, ResponseSink answers) {
        canister.install(null);
        canister.installedNanos(0);
        canister.certifiedData(new byte[0]);
        canister.changedRarely(new RareChange.NoChunks());
        canister.chunks().clear();
        canister.log().clear();
        canister.changed();
        canister.history()
                .add(new CanisterHistory.Change(
                        timeNanos, canister.version(), origin, new CanisterHistory.Details.CodeUninstall()));
        Supplier<Response> gone =
                () -> Response.Reject.of(ErrorCode.CANISTER_REJECTED, "Canister has been uninstalled.");
        for (CallContext context : canister.contexts().values()) {
            context.markDeleted();
            if (!context.hasResponded()) {
                BigInteger refund = context.markResponded();
                answers.respond(context.origin(), gone.get(), refund);
            }
        }
        canister.contexts().values().removeIf(CallContext::isOver);
    }
}
