package org.icws.testbench.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** What people call the clients and canisters that the network only knows by principal. Thread-safe. */
public final class NameBook {

    /** Somebody of the network; one object for each principal, so that a million rows share it. */
    public static final class Party {

        private final Principal principal;
        private final String text;
        private final String shortText;
        private volatile String given;

        private Party(Principal principal) {
            this.principal = principal;
            this.text = principal.toString();
            this.shortText = Principals.shorten(principal);
        }

        public Principal principal() {
            return principal;
        }

        /** The whole principal as text. */
        public String text() {
            return text;
        }

        /** The given name, or a short form of the principal. */
        public String name() {
            return given == null ? shortText : given;
        }

        /** Whether somebody gave it a name. */
        public boolean named() {
            return given != null;
        }
    }

    private final Map<Principal, Party> parties = new ConcurrentHashMap<>();

    /** Gives a principal a name. */
    public void put(Principal principal, String name) {
        party(principal).given = name;
    }

    /** The one object for this principal. */
    public Party party(Principal principal) {
        Party known = parties.get(principal);
        return known != null ? known : parties.computeIfAbsent(principal, Party::new);
    }

    /** The given name, or a short form of the principal. */
    public String nameOf(Principal principal) {
        return principal == null ? "–" : party(principal).name();
    }

    /** Every principal with a name, as text, and that name. */
    public Map<String, String> given() {
        Map<String, String> all = new java.util.TreeMap<>();
        parties.values().stream().filter(Party::named).forEach(p -> all.put(p.text(), p.name()));
        return all;
    }

    /** Whether a principal was given a name. */
    public boolean knows(Principal principal) {
        return principal != null && party(principal).named();
    }
}
