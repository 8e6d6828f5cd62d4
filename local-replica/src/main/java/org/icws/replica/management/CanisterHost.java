package org.icws.replica.management;

import java.util.List;
import org.ic4j.types.Principal;
import org.icws.replica.InstructionLimits;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterEnvironment;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.EnvironmentVariable;
import org.icws.replica.execution.ModuleLoader;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.state.Canister;

/** What canisters run on: turns bytes into modules and modules into instances. Thread-safe. */
public final class CanisterHost {
    private final NetworkKeys keys;
    private final Watchdog watchdog;
    private final InstructionLimits limits;
    private final ModuleLoader modules;

    /**
     * @param keys of the network
     * @param watchdog stops canister code that runs too long
     * @param limits how many instructions an execution may take
     * @param modules parses and compiles
     */
    public CanisterHost(NetworkKeys keys, Watchdog watchdog, InstructionLimits limits, ModuleLoader modules) {
        this.keys = keys;
        this.watchdog = watchdog;
        this.limits = limits;
        this.modules = modules;
    }

    /**
     * Parses and checks a module and starts to compile it; the same bytes give the same module while it is in use.
     *
     * @throws org.icws.replica.execution.CanisterFault it cannot run here
     */
    public CanisterModule module(byte[] uploaded) {
        return modules.load(uploaded);
    }

    /**
     * The same for a module that a network has kept, which was accepted when it was installed.
     *
     * @throws org.icws.replica.execution.CanisterFault it cannot run here
     */
    public CanisterModule keptModule(byte[] uploaded) {
        return modules.loadKept(uploaded);
    }

    WasmCanister instantiate(Canister canister, CanisterModule module, long timeNanos) {
        return WasmCanister.instantiate(module, new Surroundings(canister, keys), watchdog, limits, timeNanos);
    }

    /** Builds an instance from an image. */
    public WasmCanister restore(Canister canister, CanisterImage image, long timeNanos) {
        return WasmCanister.restore(image, new Surroundings(canister, keys), watchdog, limits, timeNanos);
    }

    /** Builds an instance that has an image's content and keeps its changes to itself, for a query. */
    public WasmCanister copy(Canister canister, CanisterImage image, long timeNanos) {
        return WasmCanister.copy(image, new Surroundings(canister, keys), watchdog, limits, timeNanos);
    }

    /** What one canister sees. */
    private record Surroundings(Canister canister, NetworkKeys keys) implements CanisterEnvironment {
        @Override
        public Principal self() {
            return canister.id();
        }

        @Override
        public Principal subnet() {
            return keys.subnetId();
        }

        @Override
        public byte[] rootKeyDer() {
            return keys.rootKeyDer();
        }

        @Override
        public boolean isController(Principal principal) {
            return canister.controllers().contains(principal);
        }

        @Override
        public long version() {
            return canister.version();
        }

        @Override
        public long timerNanos() {
            return canister.timerNanos();
        }

        @Override
        public int status() {
            return canister.status().code();
        }

        @Override
        public List<EnvironmentVariable> variables() {
            return canister.settings().variables();
        }

        @Override
        public void print(long timeNanos, boolean replicated, String line) {
            canister.log().add(timeNanos, replicated, line);
        }
    }
}
