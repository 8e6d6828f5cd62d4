package org.icws.gateway.trust;

/** The result of a check. */
public enum Verdict {
    /** The check was made and holds. */
    VERIFIED,
    /** The check was made and does not hold. */
    FAILED,
    /** The check could not be made, or was not reached because an earlier one failed. */
    NOT_CHECKED
}
