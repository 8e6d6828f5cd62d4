package org.icws.replica.scheduler;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.CanisterEnvironment;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.state.Canister;

/** Puts code into an empty canister: all or nothing. Stateless; runs on the canister's thread. */
final class Installation {
    private static final String INIT = "canister_init";

    private final NetworkKeys keys;
    private final Watchdog watchdog;

    Installation(NetworkKeys keys, Watchdog watchdog) {
        this.keys = keys;
        this.watchdog = watchdog;
    }

    /**
     * Instantiates a module and runs its init method, if it has one.
     *
     * @throws CanisterFault why it failed; the canister is as before
     */
    void install(Canister canister, CanisterModule module, byte[] argument, long timeNanos) {
        if (canister.wasm() != null) {
            throw new CanisterFault(
                    ErrorCode.NOT_EMPTY, "Canister " + canister.id() + " cannot be installed because it is not empty");
        }
        WasmCanister wasm = WasmCanister.instantiate(module, environment(canister), watchdog, timeNanos);
        MessageContext message = new MessageContext(EntryPoint.INIT, timeNanos)
                .caller(installer(canister))
                .argument(argument);
        if (wasm.exports(INIT)) {
            Optional<CanisterFault> fault = wasm.run(INIT, message, true);
            if (fault.isPresent()) {
                throw fault.get();
            }
        }
        canister.install(wasm);
        if (message.certifiedData() != null) {
            canister.certifiedData(message.certifiedData());
        }
        message.timer().ifPresent(canister::timerNanos);
        canister.changed();
    }

    private static byte[] installer(Canister canister) {
        return canister.controllers().isEmpty()
                ? new byte[0]
                : canister.controllers().get(0).getValue();
    }

    private CanisterEnvironment environment(Canister canister) {
        Principal subnet = keys.subnetId();
        return new CanisterEnvironment(
                canister.id(),
                subnet,
                keys.rootKeyDer(),
                canister.controllers()::contains,
                canister::version,
                canister::timerNanos,
                canister.log()::add);
    }
}
