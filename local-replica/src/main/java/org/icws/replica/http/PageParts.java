package org.icws.replica.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.Response;
import org.icws.replica.ingress.QueryService;

/**
 * The parts of a page that a canister gives one after the other (HTTP gateway protocol, "Response Body Streaming"). To be asked for one
 * at a time.
 */
final class PageParts {
    /** As many as gateways to the public network ask for; a canister could go on for ever. */
    static final int MAX_PARTS = 1000;

    private final QueryService queries;
    private final Principal canister;
    private final String method;
    private CandidValue token;
    private int left = MAX_PARTS;

    /**
     * @param queries asks the canister
     * @param canister gives the parts
     * @param method that is asked
     * @param token for the first part
     */
    PageParts(QueryService queries, Principal canister, String method, CandidValue token) {
        this.queries = queries;
        this.canister = canister;
        this.method = method;
        this.token = token;
    }

    /** A part that the canister refused, or one too many. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Response.Reject reject;

        RefusedException(Response.Reject reject) {
            super(reject == null ? "too many parts" : reject.message());
            this.reject = reject;
        }

        /** Why the canister gave none; null = it gave too many. */
        Response.Reject reject() {
            return reject;
        }
    }

    /**
     * The next part.
     *
     * @return empty when there is none; may fail with {@link RefusedException}, or {@link CandidException} for what is no part
     */
    CompletableFuture<Optional<byte[]>> next() {
        if (token == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (left == 0) {
            return CompletableFuture.failedFuture(new RefusedException(null));
        }
        left--;
        return queries.ask(canister, Principals.ANONYMOUS, method, CandidEncoder.encode(token))
                .thenApply(this::part);
    }

    private Optional<byte[]> part(Response response) {
        if (!(response instanceof Response.Reply reply)) {
            throw new RefusedException((Response.Reject) response);
        }
        List<CandidValue> values = CandidDecoder.decode(reply.data());
        if (values.isEmpty()) {
            throw new CandidException("a part of it is empty");
        }
        CandidValue.Record part = values.get(0).asRecord();
        token = part.find("token").flatMap(CandidValue::asOptional).orElse(null);
        return Optional.of(part.get("body").asBlob());
    }
}
