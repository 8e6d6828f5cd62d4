package org.icws.testbench.messages;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icws.protocol.candid.FieldNames;
import org.icws.sample.SampleCanister;

/** Names of fields and cases that messages may use: those of the protocol and of the sample canisters' interfaces. */
final class KnownNames {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static final FieldNames ALL = load();

    private KnownNames() {}

    private static FieldNames load() {
        Set<String> names = new LinkedHashSet<>();
        for (SampleCanister sample : SampleCanister.values()) {
            Matcher match = IDENTIFIER.matcher(sample.candid().replaceAll("//.*", ""));
            while (match.find()) {
                names.add(match.group());
            }
        }
        return FieldNames.ICWS.with(names.toArray(String[]::new));
    }
}
