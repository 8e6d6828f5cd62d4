package org.icws.replica.http;

import java.util.Base64;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** The network's shape in the JSON of PocketIC, which tools read from {@code /_/topology}. */
final class Topology {
    private static final int SEED_BYTES = 32;

    private Topology() {}

    static String json(Principal subnet, Principal nextCanister) {
        StringBuilder seed = new StringBuilder("0");
        seed.append(",0".repeat(SEED_BYTES - 1));
        return "{\"subnet_configs\":{\"" + subnet + "\":{\"subnet_kind\":\"Application\",\"subnet_seed\":[" + seed
                + "],\"instruction_config\":\"Production\",\"canister_ranges\":[{\"start\":"
                + id(Principals.canisterId(0)) + ",\"end\":" + id(Principals.canisterId(-1L))
                + "}]}},\"default_effective_canister_id\":" + id(nextCanister) + "}";
    }

    private static String id(Principal canister) {
        return "{\"canister_id\":\"" + Base64.getEncoder().encodeToString(canister.getValue()) + "\"}";
    }
}
