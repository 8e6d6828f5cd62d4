package org.icws.gateway.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.Limits;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.metrics.SkewEstimator;
import org.icws.gateway.replica.ReplicaException.Kind;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;

/**
 * The Internet Computer's HTTP interface as the gateway uses it: update calls with certified results, queries, status.
 * Nothing blocks; everything is thread-safe. Protocol: IC interface specification, "HTTPS interface".
 */
public final class ReplicaClient implements AutoCloseable {
    /** How long the gateway's own requests are valid; replicas accept up to five minutes. */
    static final Duration EXPIRY = Duration.ofMinutes(4);

    private static final int NONCE_BYTES = 16;

    private final ReplicaHttp http;
    private final VersionedEndpoint queries;
    private final CallClient calls;
    private final RequestSigner signer;
    private final RootKeys.Trusted trusted;
    private final CertificateVerifier verifier;
    private final RandomGenerator random;
    private final Limits limits;

    private ReplicaClient(
            ReplicaHttp http,
            RootKeys.Trusted trusted,
            RequestSigner signer,
            RandomGenerator random,
            Settings settings) {
        this.http = http;
        this.trusted = trusted;
        this.verifier = new CertificateVerifier(trusted.key());
        this.queries = new VersionedEndpoint(http, "query", List.of("v3", "v2"));
        this.calls = new CallClient(
                http,
                new RequestStatus(verifier, settings.clock(), settings.skew()),
                signer,
                settings.clock(),
                settings.scheduler(),
                settings.limits().retryTimeout());
        this.signer = signer;
        this.limits = settings.limits();
        this.random = random;
    }

    /**
     * What a client needs besides its network.
     *
     * @param clock time
     * @param scheduler runs time-outs and retries
     * @param limits the time-outs
     * @param skew learns from the certified times
     */
    public record Settings(GatewayClock clock, GatewayScheduler scheduler, Limits limits, SkewEstimator skew) {}

    /**
     * A client of one network; blocks while the root key is fetched, if it has to be.
     *
     * @param replica address of a replica or boundary node
     * @param policy which root key to trust
     * @param identity signs the gateway's own requests
     * @param random for nonces
     * @param settings time and limits
     * @return the client; close it to end its threads
     * @throws org.icws.gateway.GatewayException if no root key can be had
     */
    public static ReplicaClient connect(
            URI replica, RootKeyPolicy policy, Identity identity, RandomGenerator random, Settings settings) {
        ReplicaHttp http = new ReplicaHttp(replica, settings.scheduler());
        try {
            RootKeys.Trusted trusted = RootKeys.resolve(policy, replica, http);
            return new ReplicaClient(http, trusted, new RequestSigner(identity), random, settings);
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** @return the root key in use and its origin */
    public RootKeys.Trusted rootKey() {
        return trusted;
    }

    /** @return checks certificates against that root key; remembers what it has checked */
    public CertificateVerifier verifier() {
        return verifier;
    }

    /**
     * Submits a signed update call and waits for its certified result.
     *
     * @param request the call, signed by whomever
     * @return how it ended; completes exceptionally only for defects of this program
     */
    public CompletableFuture<CallResult> call(CallRequest request) {
        return new CallAttempt(calls, request, limits.callTimeout()).start();
    }

    /** @return an update call signed by the gateway's identity */
    public CallRequest sign(Principal canister, String method, byte[] arg) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SignedRequest signed = signer.call(canister, method, arg, calls.expiry(), nonce);
        return new CallRequest(canister, signed.requestId(), signed.envelope(), true);
    }

    /**
     * Asks a canister, signed by the gateway's identity.
     *
     * @param canister receiver
     * @param method its query method
     * @param arg Candid bytes
     * @return the reply; completes with a {@link ReplicaException} if there is none
     */
    public CompletableFuture<byte[]> query(Principal canister, String method, byte[] arg) {
        SignedRequest signed = signer.query(canister, method, arg, calls.expiry());
        return queries.post(canister, signed.envelope(), limits.pollTimeout()).thenApply(this::reply);
    }

    private byte[] reply(HttpAnswer answer) {
        if (answer.status() != 200) {
            throw new ReplicaException(
                    Kind.STATUS, http.where() + " answered HTTP " + answer.status() + " " + answer.text());
        }
        try {
            JsonNode map = Cbor.read(answer.body());
            if (Cbor.text(map, "status").equals("replied")) {
                return Cbor.bytes(Cbor.field(map, "reply"), "arg");
            }
            throw new ReplicaException(
                    Kind.REJECTED,
                    "rejected with code " + Cbor.unsignedLong(map, "reject_code") + ": "
                            + Cbor.text(map, "reject_message"));
        } catch (ProtocolException e) {
            throw new ReplicaException(Kind.MALFORMED, "the answer is not readable: " + e.getMessage(), e);
        }
    }

    /** @return host and port of the network, for messages to people */
    public String where() {
        return http.where();
    }

    /** Ends the threads; requests under way fail. */
    @Override
    public void close() {
        http.close();
    }
}
