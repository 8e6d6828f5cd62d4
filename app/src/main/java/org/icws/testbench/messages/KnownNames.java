package org.icws.testbench.messages;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icws.protocol.candid.FieldNames;
import org.icws.sample.SampleCanister;

/**
 * Names of fields and cases that messages may use: those of the protocol, of the sample canisters' interfaces, and of
 * interfaces that were met since. Candid sends ids only, and an id stands for the same name everywhere. Thread-safe.
 */
public final class KnownNames {

    /** Identifiers, and names that have to be quoted. */
    private static final Pattern NAME = Pattern.compile("\"([^\"]{1,200})\"|[A-Za-z_][A-Za-z0-9_]*");

    private static volatile FieldNames all = load();

    private KnownNames() {}

    /** Every name known so far. */
    public static FieldNames all() {
        return all;
    }

    /** Learns the names in an interface description, also of one that does not parse. */
    public static synchronized void learn(String did) {
        all = all.with(namesIn(did).toArray(String[]::new));
    }

    private static FieldNames load() {
        Set<String> names = new LinkedHashSet<>();
        for (SampleCanister sample : SampleCanister.values()) {
            names.addAll(namesIn(sample.candid()));
        }
        return FieldNames.ICWS.with(names.toArray(String[]::new));
    }

    private static Set<String> namesIn(String did) {
        Set<String> names = new LinkedHashSet<>();
        Matcher match = NAME.matcher(did.replaceAll("//.*", ""));
        while (match.find()) {
            names.add(match.group(1) == null ? match.group() : match.group(1));
        }
        return names;
    }
}
