package org.icws.replica.management;

import java.math.BigInteger;
import org.ic4j.types.Principal;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.CanisterHistory;

/**
 * A call of the management canister.
 *
 * @param origin who waits for the answer
 * @param caller principal of the user or canister
 * @param method its name
 * @param argument Candid bytes
 * @param cycles sent with it
 */
public record ManagementCall(CallOrigin origin, Principal caller, String method, byte[] argument, BigInteger cycles) {

    /** Whether a canister calls. */
    public boolean byCanister() {
        return origin instanceof CallOrigin.Canister;
    }

    CanisterHistory.Origin changeOrigin(Long callerVersion) {
        return new CanisterHistory.Origin(caller, byCanister() ? callerVersion : null, !byCanister());
    }
}
