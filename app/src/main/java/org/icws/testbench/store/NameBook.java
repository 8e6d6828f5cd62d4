package org.icws.testbench.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;

/**
 * What people call the clients and canisters that the network only knows by principal. Clients of the proof of concept have
 * no principal but a number; each is somebody of its own. Thread-safe.
 */
public final class NameBook {

    /** Somebody of the network; one object for each principal, so that a million rows share it. */
    public static final class Party {

        private final Principal principal;
        private final String text;
        private final String shortText;
        private volatile String given;

        private Party(Principal principal) {
            this(principal, principal.toString(), Principals.shorten(principal));
        }

        private Party(Principal principal, String text, String shortText) {
            this.principal = principal;
            this.text = text;
            this.shortText = shortText;
        }

        private static Party numbered(ClientKey key) {
            return new Party(key.principal(), key.toString(), "poc client " + Long.toUnsignedString(key.nonce()));
        }

        public Principal principal() {
            return principal;
        }

        /** The whole principal as text, with the number of a client that has no principal of its own. */
        public String text() {
            return text;
        }

        /** A short form of the principal, or the number of a client that has no principal of its own. */
        public String shortText() {
            return shortText;
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

    private static final char NUMBER = '_';

    private final Map<Principal, Party> parties = new ConcurrentHashMap<>();

    private final Map<ClientKey, Party> numbered = new ConcurrentHashMap<>();

    /** The anonymous principal stands for the one that clients of the proof of concept do not have. */
    private static boolean isNumbered(ClientKey key) {
        return key.principal().equals(Principals.ANONYMOUS);
    }

    /** Gives a client a name, in all its sessions. */
    public void put(ClientKey client, String name) {
        party(client).given = name;
    }

    /** Gives somebody of {@link #given()} the name again. */
    public void put(String text, String name) {
        int number = text.indexOf(NUMBER);
        if (number < 0) {
            put(Principals.parse(text), name);
        } else {
            put(
                    new ClientKey(
                            Principals.parse(text.substring(0, number)),
                            Long.parseUnsignedLong(text.substring(number + 1))),
                    name);
        }
    }

    /** The one object for this client. */
    public Party party(ClientKey client) {
        if (!isNumbered(client)) {
            return party(client.principal());
        }
        Party known = numbered.get(client);
        return known != null ? known : numbered.computeIfAbsent(client, Party::numbered);
    }

    /**
     * What a client's session is called, on every page.
     *
     * @param client null before it is known
     * @return the client's name or what stands for it, as on messages; the number of the session while nobody knows whose it is
     */
    public String nameOf(ClientKey client, long session) {
        return client == null ? "Session " + session : party(client).name();
    }

    /** Gives a principal a name. */
    public void put(Principal principal, String name) {
        party(principal).given = name;
    }

    /** Takes somebody's name away. */
    public void forget(Principal principal) {
        party(principal).given = null;
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

    /** Everybody with a name, as {@link Party#text()}, and that name. */
    public Map<String, String> given() {
        Map<String, String> all = new java.util.TreeMap<>();
        Stream.concat(parties.values().stream(), numbered.values().stream())
                .filter(Party::named)
                .forEach(p -> all.put(p.text(), p.name()));
        return all;
    }

    /** Whether a principal was given a name. */
    public boolean knows(Principal principal) {
        return principal != null && party(principal).named();
    }
}
