package org.icws.replica.management;

/** Who may call a management method. */
enum Access {
    /** Controllers of the canister it is about, users or canisters. */
    CONTROLLERS,
    /** Controllers of the canister it is about, and the canister itself. */
    CONTROLLERS_AND_SELF,
    /** Anybody. */
    ANYBODY,
    /** Any canister, but no user. */
    CANISTERS,
    /** The method decides for itself. */
    OWN_RULE
}
