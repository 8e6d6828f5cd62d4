package org.icws.replica.state;

import java.util.List;
import org.ic4j.types.Principal;

/**
 * Who may look at something of a canister, besides its controllers.
 *
 * @param everybody whether all may
 * @param viewers who may otherwise
 */
public record Visibility(boolean everybody, List<Principal> viewers) {
    /** Controllers only. */
    public static final Visibility CONTROLLERS = new Visibility(false, List.of());

    /** Everybody. */
    public static final Visibility PUBLIC = new Visibility(true, List.of());

    /** Keeps the list from being changed. */
    public Visibility {
        viewers = List.copyOf(viewers);
    }

    /** Whether somebody who is no controller may look. */
    public boolean allows(Principal principal) {
        return everybody || viewers.contains(principal);
    }
}
