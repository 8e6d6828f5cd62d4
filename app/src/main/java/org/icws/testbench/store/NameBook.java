package org.icws.testbench.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** What people call the clients and canisters that the network only knows by principal. Thread-safe. */
public final class NameBook {

    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** Gives a principal a name. */
    public void put(Principal principal, String name) {
        names.put(principal.toString(), name);
    }

    /** The given name, or a short form of the principal. */
    public String nameOf(Principal principal) {
        if (principal == null) {
            return "–";
        }
        String name = names.get(principal.toString());
        return name == null ? Principals.shorten(principal) : name;
    }

    /** Whether a principal was given a name. */
    public boolean knows(Principal principal) {
        return principal != null && names.containsKey(principal.toString());
    }
}
