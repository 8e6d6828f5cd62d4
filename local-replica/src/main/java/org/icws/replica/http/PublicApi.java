package org.icws.replica.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.RequestContent;
import org.icws.replica.FaultSwitches;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.ingress.Authenticator;
import org.icws.replica.ingress.CallService;
import org.icws.replica.ingress.QueryService;
import org.icws.replica.ingress.ReadStateService;
import org.icws.replica.ingress.RequestRefusedException;
import org.icws.replica.scheduler.Scheduler;

/** The public API independent of the HTTP server: a route and a body become an answer. Thread-safe. */
public final class PublicApi {
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final NetworkKeys keys;
    private final Scheduler scheduler;
    private final Authenticator authenticator;
    private final CallService calls;
    private final QueryService queries;
    private final ReadStateService reads;
    private final NetworkDelay delay;
    private final Supplier<FaultSwitches> faults;
    private final CanisterPages pages;

    /**
     * @param keys of the network
     * @param scheduler knows rounds and canisters
     * @param authenticator lets requests in
     * @param calls handles calls
     * @param queries handles queries
     * @param reads handles reads of the state
     * @param delay holds requests back as a network would
     * @param faults what is switched on at the moment
     */
    public PublicApi(
            NetworkKeys keys,
            Scheduler scheduler,
            Authenticator authenticator,
            CallService calls,
            QueryService queries,
            ReadStateService reads,
            NetworkDelay delay,
            Supplier<FaultSwitches> faults) {
        this.keys = keys;
        this.scheduler = scheduler;
        this.authenticator = authenticator;
        this.calls = calls;
        this.queries = queries;
        this.reads = reads;
        this.delay = delay;
        this.faults = faults;
        this.pages = new CanisterPages(calls, queries);
    }

    HttpAnswer status() {
        return ApiAnswers.status(
                keys, scheduler.height(), version(), scheduler.ended().isEmpty());
    }

    private static String version() {
        String version = PublicApi.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    HttpAnswer welcome() {
        String page =
                "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Local replica</title></head>"
                        + "<body><h1>Local replica</h1><p>This is an embedded Internet Computer network for tests. It speaks the"
                        + " Internet Computer's HTTP interface; see <a href=\"/api/v2/status\">/api/v2/status</a> (CBOR).</p>"
                        + "<p>Subnet " + keys.subnetId() + "</p></body></html>";
        return new HttpAnswer(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers a request, after the delay of the network; may fail with {@link RequestRefusedException}. */
    CompletableFuture<HttpAnswer> answer(ApiRoute route, byte[] body) {
        FaultSwitches now = faults.get();
        if (now.unavailable() || now.refuseIngress() && route.type() == RequestContent.Type.CALL) {
            return CompletableFuture.completedFuture(
                    HttpAnswer.text(UNAVAILABLE, "The local replica refuses this on purpose: a fault is switched on."));
        }
        CompletableFuture<HttpAnswer> answer = delay.arrival(route.type()).thenCompose(arrived -> handle(route, body));
        return now.dropReplies() ? answer.thenCompose(dropped -> new CompletableFuture<>()) : answer;
    }

    /** Answers a browser's request with a canister's page. */
    CompletableFuture<HttpAnswer> page(Principal canister, CanisterPages.PageRequest request) {
        return pages.answer(canister, request);
    }

    /** What tools ask for to learn where they can create canisters. */
    HttpAnswer topology() {
        return HttpAnswer.json(Topology.json(keys.subnetId(), scheduler.nextCanister()));
    }

    private CompletableFuture<HttpAnswer> handle(ApiRoute route, byte[] body) {
        scheduler.requireRunning();
        Principal principal = principal(route);
        Principal canister = route.ofSubnet() ? null : principal;
        Envelope envelope = authenticator.authenticate(body, route.type(), canister);
        RequestContent content = envelope.content();
        switch (route.type()) {
            case CALL:
                return calls.call(content, canister, route.synchronous())
                        .thenApply(answer -> ApiAnswers.call(answer, route.synchronous()));
            case QUERY:
                return queries.query(content, canister).thenApply(answer -> ApiAnswers.query(answer, keys));
            default:
                return CompletableFuture.completedFuture(
                        ApiAnswers.readState(reads.read(envelope, canister, route.version())));
        }
    }

    private Principal principal(ApiRoute route) {
        Principal principal;
        try {
            principal = Principals.parse(route.principal());
        } catch (ProtocolException e) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "The principal '" + route.principal() + "' in the URL is not valid: " + e.getMessage());
        }
        if (route.ofSubnet() && !reads.isOwnSubnet(principal)) {
            throw new RequestRefusedException(BAD_REQUEST, "Subnet " + principal + " is not part of this network.");
        }
        return principal;
    }
}
