package org.icws.protocol.request;

import java.util.HashSet;
import java.util.Set;
import org.ic4j.types.Principal;

/**
 * The canisters a chain of delegations holds for: what all of its links allow.
 *
 * @param canisters null for all
 */
public record DelegationTargets(Set<Principal> canisters) {

    /** What the delegations of a request allow together. */
    public static DelegationTargets of(Envelope envelope) {
        Set<Principal> common = null;
        for (SignedDelegation delegation : envelope.delegations()) {
            if (delegation.targets() != null) {
                Set<Principal> these = new HashSet<>(delegation.targets());
                if (common != null) {
                    these.retainAll(common);
                }
                common = these;
            }
        }
        return new DelegationTargets(common == null ? null : Set.copyOf(common));
    }

    /** Whether requests to this canister are covered. */
    public boolean allows(Principal canister) {
        return canisters == null || canisters.contains(canister);
    }
}
