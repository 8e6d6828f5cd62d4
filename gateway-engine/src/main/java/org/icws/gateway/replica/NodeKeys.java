package org.icws.gateway.replica;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.replica.ReplicaException.Kind;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;

/**
 * The public keys of the nodes that serve a canister, read from the certified state of its subnet and remembered for five
 * minutes. One request per canister at a time. Thread-safe. Source: interface specification, "Subnet information".
 */
final class NodeKeys {
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    /** Keys younger than this are not asked for again, whatever an answer claims. */
    private static final Duration MIN_AGE = Duration.ofSeconds(10);

    private static final int REMEMBERED = 1024;
    private static final byte[] SUBNET = utf8("subnet");
    private static final byte[] NODE = utf8("node");

    private final CallClient client;
    private final Supplier<CertificateVerifier> verifier;
    private final RequestSigner signer;
    private final GatewayClock clock;
    private final Runnable onBadSignature;
    private final Map<Principal, Entry> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Principal, Entry> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Keys by node in hexadecimal digits, and when they were asked for.
     *
     * @param keys the nodes' keys in DER form
     * @param askedAt monotonic time
     */
    private record Entry(CompletableFuture<Map<String, byte[]>> keys, long askedAt) {}

    NodeKeys(CallClient client, Supplier<CertificateVerifier> verifier, RequestSigner signer, Runnable onBadSignature) {
        this.client = client;
        this.verifier = verifier;
        this.signer = signer;
        this.clock = client.clock;
        this.onBadSignature = onBadSignature;
    }

    /**
     * @param canister a canister
     * @param anew whether a node is missing among the known keys, which may therefore be outdated
     * @return its nodes' keys; fails with a {@link ReplicaException} if they cannot be had
     */
    CompletableFuture<Map<String, byte[]>> of(Principal canister, boolean anew) {
        CompletableFuture<Map<String, byte[]>> mine = new CompletableFuture<>();
        synchronized (this) {
            long now = clock.monotonicNanos();
            Entry entry = known.get(canister);
            Duration permitted = anew ? MIN_AGE : MAX_AGE;
            if (entry != null
                    && !entry.keys().isCompletedExceptionally()
                    && now - entry.askedAt() < permitted.toNanos()) {
                return entry.keys();
            }
            known.put(canister, new Entry(mine, now));
        }
        ask(canister, mine);
        return mine;
    }

    /** Forgets all keys, because the network is another one now. */
    synchronized void forget() {
        known.clear();
    }

    private void ask(Principal canister, CompletableFuture<Map<String, byte[]>> keys) {
        byte[] request =
                signer.readState(List.of(List.of(SUBNET)), client.expiry()).envelope();
        client.reads.post(canister, request, CallClient.READ_TIMEOUT).whenComplete((answer, failure) -> {
            try {
                if (failure != null) {
                    throw new ReplicaException(Kind.UNREACHABLE, CallAttempt.reason(failure), failure);
                }
                keys.complete(read(canister, answer));
            } catch (CertificateException e) {
                onBadSignature.run();
                keys.completeExceptionally(unknown(e.getMessage()));
            } catch (RuntimeException e) {
                keys.completeExceptionally(unknown(e.getMessage()));
            }
        });
    }

    private static ReplicaException unknown(String why) {
        return new ReplicaException(
                Kind.UNTRUSTED, "the keys of the network's nodes could not be learnt (" + why + ")");
    }

    private Map<String, byte[]> read(Principal canister, HttpAnswer answer) {
        if (answer.status() != 200) {
            throw new ReplicaException(Kind.STATUS, "HTTP " + answer.status() + " " + answer.text());
        }
        Certificate certificate = Certificate.decode(Cbor.bytes(Cbor.read(answer.body()), "certificate"));
        CertificateVerifier checks = verifier.get();
        checks.verify(certificate, canister, clock.nowNanos(), MAX_AGE);
        byte[] subnet = certificate
                .delegation()
                .map(delegation -> delegation.subnetId())
                .orElseGet(() ->
                        Principals.selfAuthenticating(checks.rootKey().der()).getValue());
        Map<String, byte[]> keys = new HashMap<>();
        for (HashTree.Labeled node : certificate.tree().children(SUBNET, subnet, NODE)) {
            LookupResult key = node.tree().lookup("public_key");
            if (key.isFound()) {
                keys.put(HexFormat.of().formatHex(node.label()), key.value());
            }
        }
        if (keys.isEmpty()) {
            throw new ProtocolException("the subnet's certificate shows no nodes");
        }
        return Map.copyOf(keys);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
