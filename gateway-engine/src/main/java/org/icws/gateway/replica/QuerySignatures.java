package org.icws.gateway.replica;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.replica.QueryAnswer.NodeSignature;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.PublicKeys;
import org.icws.protocol.principal.Principals;

/** Checks that nodes of the canister's subnet vouch for the answer to a query. Thread-safe. */
final class QuerySignatures {
    /** Older answers are replays. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** No subnet has so many nodes; each of them signs at most once, and each signature costs a verification. */
    private static final int MOST_SIGNATURES = 128;

    private final NodeKeys keys;
    private final GatewayClock clock;
    private final BooleanSupplier signaturesRequired;

    /**
     * @param keys the nodes' keys
     * @param clock time
     * @param signaturesRequired whether an answer without any signature is a bad one
     */
    QuerySignatures(NodeKeys keys, GatewayClock clock, BooleanSupplier signaturesRequired) {
        this.keys = keys;
        this.clock = clock;
        this.signaturesRequired = signaturesRequired;
    }

    /** @return what is wrong, in words; empty if the answer verifies. Fails if the nodes' keys cannot be had. */
    CompletableFuture<Optional<String>> check(Principal canister, byte[] requestId, QueryAnswer answer) {
        if (answer.signatures().isEmpty()) {
            return CompletableFuture.completedFuture(
                    signaturesRequired.getAsBoolean()
                            ? Optional.of("the answer carries no node's signature")
                            : Optional.empty());
        }
        if (answer.signatures().size() > MOST_SIGNATURES) {
            return CompletableFuture.completedFuture(Optional.of("the answer carries "
                    + answer.signatures().size() + " signatures, and no subnet has more than " + MOST_SIGNATURES
                    + " nodes"));
        }
        return keys.of(canister, false)
                .thenCompose(known -> knowsAll(known, answer)
                        ? CompletableFuture.completedFuture(fault(known, requestId, answer))
                        : keys.of(canister, true).thenApply(newer -> fault(newer, requestId, answer)));
    }

    private static boolean knowsAll(Map<String, byte[]> known, QueryAnswer answer) {
        return answer.signatures().stream().allMatch(s -> known.containsKey(hex(s.node())));
    }

    private Optional<String> fault(Map<String, byte[]> known, byte[] requestId, QueryAnswer answer) {
        for (NodeSignature signature : answer.signatures()) {
            Optional<String> fault = fault(known.get(hex(signature.node())), signature, requestId, answer);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> fault(byte[] key, NodeSignature signature, byte[] requestId, QueryAnswer answer) {
        if (key == null) {
            return Optional.of(
                    "the answer is signed by " + name(signature) + ", which is not a node of the canister's subnet");
        }
        long age = clock.nowNanos() - signature.timestamp();
        if (Math.abs(age) > MAX_AGE.toNanos()) {
            return Optional.of("the answer was signed "
                    + Duration.ofNanos(Math.abs(age)).toSeconds() + " s " + (age > 0 ? "ago" : "in the future"));
        }
        try {
            byte[] signed = answer.signedBytes(signature.timestamp(), requestId);
            return PublicKeys.verify(key, signed, signature.signature())
                    ? Optional.empty()
                    : Optional.of("the signature of node " + name(signature) + " does not fit the answer");
        } catch (ProtocolException e) {
            return Optional.of("the key of node " + name(signature) + " cannot be used: " + e.getMessage());
        }
    }

    private static String name(NodeSignature signature) {
        return signature.node().length <= 29 ? Principals.shorten(Principals.of(signature.node())) : "an unknown";
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
