package org.icws.replica.management;

import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.replica.state.Canister;

/** Finds canisters. Implementations are thread-safe; of a canister that is found, only what any thread may read may be read. */
@FunctionalInterface
public interface CanisterDirectory {
    /** A canister by its id. */
    Optional<Canister> find(Principal canister);
}
