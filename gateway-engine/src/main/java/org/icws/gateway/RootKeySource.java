package org.icws.gateway;

/** Where the root key in use came from. */
public enum RootKeySource {
    /** Mainnet's key, part of this program. */
    BUILT_IN,
    /** Asked from the replica's status endpoint at start. */
    FETCHED,
    /** Given by the user. */
    CONFIGURED
}
