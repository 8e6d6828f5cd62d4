package org.icws.replica.management;

import java.util.Optional;
import java.util.Set;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;

/**
 * The version that a canister says it has when it calls the management canister (interface specification,
 * {@code sender_canister_version}). The history of the canister that is called keeps it, so it has to be true. Stateless.
 */
public final class SenderVersion {
    private static final Set<String> METHODS = Set.of(
            "create_canister",
            "provisional_create_canister_with_cycles",
            "update_settings",
            "install_code",
            "install_chunked_code",
            "uninstall_code",
            "take_canister_snapshot",
            "load_canister_snapshot");

    private SenderVersion() {}

    /**
     * Why a call is refused.
     *
     * @param method of the management canister
     * @param argument Candid bytes; what cannot be read is refused later, with its own reason
     * @param version that the calling canister has while it makes the call
     * @return empty = the version is right, or is not said
     */
    public static Optional<Response.Reject> refusal(String method, byte[] argument, long version) {
        return METHODS.contains(method)
                ? said(argument).filter(said -> said != version).map(said -> wrong(said, version))
                : Optional.empty();
    }

    private static Optional<Long> said(byte[] argument) {
        try {
            return Arguments.decode(argument).optionalNat64("sender_canister_version");
        } catch (CanisterFault e) {
            return Optional.empty();
        }
    }

    private static Response.Reject wrong(long said, long version) {
        return Response.Reject.of(
                ErrorCode.CONTRACT_VIOLATED,
                "Management canister call payload includes sender canister version " + Long.toUnsignedString(said)
                        + " that does not match the actual sender canister version " + version + ".");
    }
}
