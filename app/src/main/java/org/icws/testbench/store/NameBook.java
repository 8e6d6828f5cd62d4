package org.icws.testbench.store;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;

/**
 * What people call the clients and canisters that the network only knows by principal. Clients of the proof of concept have
 * no principal but a number; each is somebody of its own. Thread-safe.
 *
 * <p>A testbench that runs for weeks meets clients without end. Who has no name is known here as long as somebody holds on to its
 * {@link Party}, as rows do; of clients with a name the {@value #MOST_NAMED} that got one last are kept, and before them those
 * that are still held on to.
 */
public final class NameBook {

    /** Somebody of the network; one object for each principal, so that a million rows share it. */
    public static final class Party {

        private final Principal principal;
        private final String text;
        private final String shortText;
        private final Supplier<String> otherwise;
        private volatile String given;

        private Party(Principal principal) {
            this(principal, principal.toString(), Principals.shorten(principal), () -> null);
        }

        /** @param otherwise gives a name that holds as long as this one has none of its own, or null */
        private Party(Principal principal, String text, String shortText, Supplier<String> otherwise) {
            this.principal = principal;
            this.text = text;
            this.shortText = shortText;
            this.otherwise = otherwise;
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
            String name = givenName();
            return name == null ? shortText : name;
        }

        /** Whether somebody gave it a name. */
        public boolean named() {
            return givenName() != null;
        }

        private String givenName() {
            String own = given;
            return own == null ? otherwise.get() : own;
        }
    }

    /** A client that has no principal. Each canister counts its own. */
    private record Numbered(Principal canister, long number) {}

    /** A known one that nobody may need any more. */
    private static final class Held extends WeakReference<Party> {

        private final Object key;

        Held(Object key, Party party, ReferenceQueue<Party> gone) {
            super(party, gone);
            this.key = key;
        }
    }

    static final int MOST_NAMED = 20_000;

    /** Before the number of a client without a principal. */
    private static final String ANYBODY = Principals.ANONYMOUS + "_";

    private static final char AT = '@';
    /** Of a canister's id; those of clients are longer. */
    private static final int MOST_ID_BYTES = 10;

    /** By principal, or by canister and number where there is no principal. */
    private final ConcurrentMap<Object, Held> known = new ConcurrentHashMap<>();

    private final ReferenceQueue<Party> gone = new ReferenceQueue<>();

    /** Keep their names from being forgotten while no row shows them; canisters are few, and make no room for clients. */
    private final Map<Party, Boolean> namedClients = bounded();

    private final Map<Party, Boolean> namedCanisters = bounded();

    /** Names by number, from sessions that do not tell of which canister. */
    private final Map<Long, String> ofAnyCanister = bounded();

    private static <K, V> Map<K, V> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_NAMED;
            }
        });
    }

    /** The anonymous principal stands for the one that clients of the proof of concept do not have. */
    private static boolean isNumbered(ClientKey key) {
        return key.principal().equals(Principals.ANONYMOUS);
    }

    /**
     * Gives a client a name, in all its sessions.
     *
     * @param canister the one it talks to
     */
    public void put(ClientKey client, Principal canister, String name) {
        call(party(client, canister), name);
    }

    /**
     * Gives somebody of {@link #given()} the name again. An earlier version wrote clients without a principal by their number
     * alone: such a name holds for that number of every canister.
     */
    public void put(String text, String name) {
        int at = text.indexOf(AT);
        if (!text.startsWith(ANYBODY)) {
            put(Principals.parse(text), name);
        } else if (at < 0) {
            ofAnyCanister.put(Long.parseUnsignedLong(text.substring(ANYBODY.length())), name);
        } else {
            long number = Long.parseUnsignedLong(text.substring(ANYBODY.length(), at));
            put(new ClientKey(Principals.ANONYMOUS, number), Principals.parse(text.substring(at + 1)), name);
        }
    }

    private void call(Party party, String name) {
        party.given = name;
        Map<Party, Boolean> kept = keptWith(party);
        kept.remove(party); // whoever is named anew is the newest
        kept.put(party, true);
    }

    private Map<Party, Boolean> keptWith(Party party) {
        boolean canister = party.principal.getValue().length <= MOST_ID_BYTES && !isNumbered(party);
        return canister ? namedCanisters : namedClients;
    }

    private static boolean isNumbered(Party party) {
        return party.principal.equals(Principals.ANONYMOUS);
    }

    /**
     * The one object for this client.
     *
     * @param canister the one it talks to
     */
    public Party party(ClientKey client, Principal canister) {
        return isNumbered(client)
                ? party(new Numbered(canister, client.nonce()), this::numbered)
                : party(client.principal());
    }

    private Party numbered(Numbered who) {
        String number = Long.toUnsignedString(who.number());
        return new Party(
                Principals.ANONYMOUS,
                ANYBODY + number + AT + who.canister(),
                "poc client " + number,
                () -> ofAnyCanister.get(who.number()));
    }

    private <K> Party party(K key, Function<K, Party> make) {
        Party there = find(key);
        if (there != null) {
            return there;
        }
        for (Object old = gone.poll(); old != null; old = gone.poll()) {
            known.remove(((Held) old).key, old);
        }
        Party[] one = new Party[1]; // held on to until it is given away
        known.compute(key, (k, held) -> {
            one[0] = held == null ? null : held.get();
            if (one[0] != null) {
                return held;
            }
            one[0] = make.apply(key);
            return new Held(key, one[0], gone);
        });
        return one[0];
    }

    private Party find(Object key) {
        Held held = known.get(key);
        return held == null ? null : held.get();
    }

    /** How many are known. */
    int size() {
        return known.size();
    }

    /**
     * What a client's session is called, on every page.
     *
     * @param client null before it is known
     * @param canister the one it talks to
     * @return the client's name or what stands for it, as on messages; the number of the session while nobody knows whose it is
     */
    public String nameOf(ClientKey client, Principal canister, long session) {
        return client == null ? "Session " + session : party(client, canister).name();
    }

    /** Gives a principal a name. */
    public void put(Principal principal, String name) {
        call(party(principal), name);
    }

    /** Takes somebody's name away. */
    public void forget(Principal principal) {
        Party party = find(principal);
        if (party != null) {
            party.given = null;
            keptWith(party).remove(party);
        }
    }

    /** The one object for this principal. */
    public Party party(Principal principal) {
        return party(principal, Party::new);
    }

    /** The given name, or a short form of the principal. */
    public String nameOf(Principal principal) {
        return principal == null ? "–" : party(principal).name();
    }

    /** Everybody with a name, as {@link Party#text()}, and that name. */
    public Map<String, String> given() {
        Map<String, String> all = new TreeMap<>();
        known.values().stream()
                .map(Held::get)
                .filter(Objects::nonNull)
                .filter(p -> p.given != null)
                .forEach(p -> all.put(p.text(), p.given));
        synchronized (ofAnyCanister) {
            ofAnyCanister.forEach((number, name) -> all.put(ANYBODY + Long.toUnsignedString(number), name));
        }
        return all;
    }

    /** Whether a principal was given a name. */
    public boolean knows(Principal principal) {
        Party party = principal == null ? null : find(principal);
        return party != null && party.named();
    }
}
