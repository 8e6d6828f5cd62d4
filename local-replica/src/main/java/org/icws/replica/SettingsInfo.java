package org.icws.replica;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;

/**
 * What controllers decide about a canister, by the names of the interface specification ("IC method update_settings"). As a change,
 * what is missing stays as it is. Immutable.
 *
 * @param controllers who may manage it, at most 10; null = unchanged
 * @param numbers the numeric settings, for example {@code freezing_threshold} in seconds or {@code memory_allocation} in bytes
 * @param visibility who may see what: {@code log_visibility}, {@code snapshot_visibility}, {@code status_visibility}
 * @param variables environment variables by their names, at most 20; null = unchanged
 */
public record SettingsInfo(
        List<Principal> controllers,
        Map<String, BigInteger> numbers,
        Map<String, Viewers> visibility,
        Map<String, String> variables) {

    /** No change. */
    public static final SettingsInfo UNCHANGED = new SettingsInfo(null, Map.of(), Map.of(), null);

    /** Keeps collections from being changed; their order is kept. */
    public SettingsInfo {
        controllers = controllers == null ? null : List.copyOf(controllers);
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        visibility = Collections.unmodifiableMap(new LinkedHashMap<>(visibility));
        variables = variables == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /**
     * Who may look, besides the controllers.
     *
     * @param everybody whether all may
     * @param others who may otherwise, at most 10
     */
    public record Viewers(boolean everybody, List<Principal> others) {
        /** Nobody else. */
        public static final Viewers CONTROLLERS = new Viewers(false, List.of());

        /** Everybody. */
        public static final Viewers PUBLIC = new Viewers(true, List.of());

        /** Keeps the list from being changed. */
        public Viewers {
            others = List.copyOf(others);
        }
    }
}
