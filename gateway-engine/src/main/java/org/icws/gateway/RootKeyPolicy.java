package org.icws.gateway;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Where the key comes from that all certificates of the network are checked against. */
public sealed interface RootKeyPolicy {
    /**
     * Mainnet addresses use the built-in mainnet key; the key of a loopback address is asked from the replica itself; any
     * other address is refused, because a key fetched from a stranger proves nothing.
     */
    RootKeyPolicy AUTOMATIC = new Automatic(Set.of());

    /**
     * As {@link #AUTOMATIC}, but also asks these hosts for their key.
     *
     * @param trustedHosts host names (no port) the user has named; compared without regard to case. Mainnet hosts in this
     *     set are still never asked.
     */
    record Automatic(Set<String> trustedHosts) implements RootKeyPolicy {
        /** Copies the set in lower case. */
        public Automatic {
            trustedHosts = trustedHosts.stream()
                    .map(h -> h.toLowerCase(Locale.ROOT))
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Uses this key and never asks the network.
     *
     * @param der the key in DER form, 133 bytes
     */
    record Configured(byte[] der) implements RootKeyPolicy {
        /** Refuses null; the form is checked when the engine starts. */
        public Configured {
            Objects.requireNonNull(der, "der");
        }
    }
}
