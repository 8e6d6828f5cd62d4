package org.icws.gateway.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.LiveSettings;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.event.EventHub;
import org.icws.gateway.event.GatewayEvent.NetworkNotice;
import org.icws.gateway.metrics.SkewEstimator;
import org.icws.gateway.replica.ReplicaException.Kind;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Internet Computer's HTTP interface as the gateway uses it: update calls with certified results, queries, status.
 * Nothing blocks; everything is thread-safe. Protocol: IC interface specification, "HTTPS interface".
 */
public final class ReplicaClient implements AutoCloseable {
    /** How long the gateway's own requests are valid; replicas accept up to five minutes. */
    static final Duration EXPIRY = Duration.ofMinutes(4);

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaClient.class);
    private static final int NONCE_BYTES = 16;

    private final ReplicaHttp http;
    private final VersionedEndpoint queries;
    private final CallClient calls;
    private final RequestSigner signer;
    private final RandomGenerator random;
    private final LiveSettings live;
    private final EventHub events;
    private final CallGate gate;
    private final NodeKeys nodes;
    private final QuerySignatures signatures;
    private final RootKeyWatch watch;
    private volatile Trust trust;

    private record Trust(RootKeys.Trusted trusted, CertificateVerifier verifier) {
        static Trust in(RootKeys.Trusted trusted) {
            return new Trust(trusted, new CertificateVerifier(trusted.key()));
        }
    }

    private ReplicaClient(
            ReplicaHttp http,
            RootKeys.Trusted trusted,
            RequestSigner signer,
            RandomGenerator random,
            Settings settings) {
        this.http = http;
        this.trust = Trust.in(trusted);
        this.live = settings.live();
        this.events = settings.events();
        this.gate = new CallGate(live.order().inAll());
        this.watch = new RootKeyWatch(http, settings.clock(), trusted, this::rootKeyChanged);
        this.queries = new VersionedEndpoint(http, "query", List.of("v3", "v2"));
        this.calls = new CallClient(
                http,
                new RequestStatus(this::verifier, settings.clock(), settings.skew(), watch::suspect),
                signer,
                settings.clock(),
                settings.scheduler(),
                live);
        this.nodes = new NodeKeys(calls, this::verifier, signer, watch::suspect);
        this.signatures = new QuerySignatures(nodes, settings.clock(), () -> trusted.source() != RootKeySource.FETCHED);
        this.signer = signer;
        this.random = random;
    }

    /**
     * What a client needs besides its network.
     *
     * @param clock time
     * @param scheduler runs time-outs and retries
     * @param live the time-outs, and what to do with answers that do not verify
     * @param skew learns from the certified times
     * @param events told when the network is not what it was
     */
    public record Settings(
            GatewayClock clock, GatewayScheduler scheduler, LiveSettings live, SkewEstimator skew, EventHub events) {}

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
        return trust.trusted();
    }

    /**
     * Something does not verify, or the network came back after a failure: asks whether it is still the same network. A
     * local network that was started anew has another root key; it is taken over if the old one came from there too.
     */
    public void suspect() {
        watch.suspect();
    }

    /** The network answers well: now and then asks whether it is still the same one. */
    public void routineCheck() {
        watch.routine();
    }

    private void rootKeyChanged(RootKey before, RootKey now) {
        trust = Trust.in(new RootKeys.Trusted(now, RootKeySource.FETCHED));
        nodes.forget();
        String detail = "the network was started anew: its root key is " + now.fingerprint() + ", it was "
                + before.fingerprint();
        LOG.warn("{}: {}", http.where(), detail);
        events.publish((seq, at) -> new NetworkNotice(seq, at, null, NetworkNotice.Kind.ROOT_KEY_CHANGED, detail));
    }

    /** @return checks certificates against that root key; remembers what it has checked; another one after a change */
    public CertificateVerifier verifier() {
        return trust.verifier();
    }

    /**
     * Submits a signed update call and waits for its certified result.
     *
     * @param request the call, signed by whomever
     * @return how it ended; completes exceptionally only for defects of this program
     */
    public CompletableFuture<CallResult> call(CallRequest request) {
        return call(request, null);
    }

    /**
     * Submits a signed update call and waits for its certified result; waits its turn first while too many are under way.
     *
     * @param request the call, signed by whomever
     * @param onAcknowledged run once the network has taken the call over, before its result is known; it is submitted to the
     *     asynchronous endpoint then. Null to wait for the result where the network lets one.
     * @return how it ended; completes exceptionally only for defects of this program
     */
    public CompletableFuture<CallResult> call(CallRequest request, Runnable onAcknowledged) {
        return gate.pass(() -> new CallAttempt(calls, request, live.limits().callTimeout(), onAcknowledged).start());
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
        return queries.post(canister, signed.envelope(), live.limits().pollTimeout(), isQuick())
                .thenApply(this::decode)
                .thenCompose(answer -> trusted(canister, signed.requestId(), answer))
                .thenApply(QueryAnswer::reply);
    }

    /** Messages that have to be proved before they are relayed take milliseconds. */
    private boolean isQuick() {
        return live.trust().canisterMessages() != TrustPolicy.Rule.REFUSE;
    }

    private QueryAnswer decode(HttpAnswer answer) {
        if (answer.status() != 200) {
            throw new ReplicaException(
                    Kind.STATUS, http.where() + " answered HTTP " + answer.status() + " " + answer.text());
        }
        try {
            return QueryAnswer.decode(answer.body());
        } catch (ProtocolException e) {
            throw new ReplicaException(Kind.MALFORMED, "the answer is not readable: " + e.getMessage(), e);
        }
    }

    private CompletableFuture<QueryAnswer> trusted(Principal canister, byte[] requestId, QueryAnswer answer) {
        return signatures.check(canister, requestId, answer).handle((fault, failure) -> {
            String doubt = failure == null ? fault.orElse(null) : CallAttempt.reason(failure);
            if (doubt != null) {
                doubted(canister, doubt);
            }
            return answer;
        });
    }

    private void doubted(Principal canister, String doubt) {
        watch.suspect();
        events.publish((seq, at) -> new NetworkNotice(seq, at, canister, NetworkNotice.Kind.UNTRUSTED_ANSWER, doubt));
        if (live.trust().queryAnswers() == TrustPolicy.Rule.REFUSE) {
            throw new ReplicaException(Kind.UNTRUSTED, "the answer to a query does not verify: " + doubt);
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
