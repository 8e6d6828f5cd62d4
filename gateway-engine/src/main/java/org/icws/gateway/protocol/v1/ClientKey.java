package org.icws.gateway.protocol.v1;

import java.util.Objects;
import org.ic4j.types.Principal;

/**
 * What the v1 protocol knows a client by.
 *
 * @param principal the client's principal
 * @param nonce random number the client chose for this connection, unsigned 64 bit
 */
public record ClientKey(Principal principal, long nonce) {
    /** Refuses a missing principal. */
    public ClientKey {
        Objects.requireNonNull(principal, "principal");
    }

    /** @return {@code <principal>_<nonce>}, the form canisters use in their messages */
    @Override
    public String toString() {
        return principal + "_" + Long.toUnsignedString(nonce);
    }
}
