package org.icws.replica.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icws.protocol.request.RequestContent;

/**
 * What a path of the public API asks for.
 *
 * @param version of the endpoint
 * @param ofSubnet whether the principal is a subnet instead of a canister
 * @param principal as it is in the path
 * @param type the kind of request the endpoint takes
 */
record ApiRoute(int version, boolean ofSubnet, String principal, RequestContent.Type type) {
    private static final Pattern PATH =
            Pattern.compile("/api/v([234])/(canister|subnet)/([^/]*)/(call|query|read_state)");

    private static final int NEWEST_CALL = 4;
    private static final int NEWEST_READ = 3;

    static Optional<ApiRoute> of(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        RequestContent.Type type = RequestContent.Type.valueOf(matcher.group(4).toUpperCase(Locale.ROOT));
        ApiRoute route = new ApiRoute(
                Integer.parseInt(matcher.group(1)), matcher.group(2).equals("subnet"), matcher.group(3), type);
        return route.exists() ? Optional.of(route) : Optional.empty();
    }

    private boolean exists() {
        int newest = type == RequestContent.Type.CALL ? NEWEST_CALL : NEWEST_READ;
        boolean newOnly = ofSubnet && type != RequestContent.Type.READ_STATE;
        return newOnly ? version == newest : version <= newest;
    }

    /** Whether the answer of a call waits for its end. */
    boolean synchronous() {
        return version > 2;
    }
}
