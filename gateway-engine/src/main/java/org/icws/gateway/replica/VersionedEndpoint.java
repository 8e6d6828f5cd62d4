package org.icws.gateway.replica;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;

/**
 * One operation of the interface in its versions, newest first. A version the replica does not know answers 404; the first
 * that is known is remembered. Thread-safe.
 */
final class VersionedEndpoint {
    private static final int NOT_FOUND = 404;

    private final ReplicaHttp http;
    private final String operation;
    private final List<String> versions;
    private volatile int current;
    private volatile Named last;

    private record Named(Principal canister, String text) {}

    VersionedEndpoint(ReplicaHttp http, String operation, List<String> versions) {
        this.http = http;
        this.operation = operation;
        this.versions = versions;
    }

    CompletableFuture<HttpAnswer> post(Principal canister, byte[] cbor, Duration timeout) {
        return post(canister, cbor, timeout, false);
    }

    /** @param quick true if what depends on the answer is done well below a millisecond */
    CompletableFuture<HttpAnswer> post(Principal canister, byte[] cbor, Duration timeout, boolean quick) {
        return post(current, canister, cbor, timeout, quick);
    }

    private CompletableFuture<HttpAnswer> post(
            int version, Principal canister, byte[] cbor, Duration timeout, boolean quick) {
        String path = "api/" + versions.get(version) + "/canister/" + text(canister) + "/" + operation;
        return http.post(path, cbor, timeout, quick).thenCompose(answer -> {
            if (answer.status() == NOT_FOUND && version + 1 < versions.size()) {
                return post(version + 1, canister, cbor, timeout, quick);
            }
            if (answer.status() != NOT_FOUND) {
                current = version;
            }
            return CompletableFuture.completedFuture(answer);
        });
    }

    /** A principal's text takes a checksum and several copies; most requests are for the canister of the one before. */
    private String text(Principal canister) {
        Named known = last;
        if (known == null || !known.canister.equals(canister)) {
            known = new Named(canister, canister.toString());
            last = known;
        }
        return known.text;
    }

    /** @return the version in use, for example v4 */
    String version() {
        return versions.get(current);
    }
}
