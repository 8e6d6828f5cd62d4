package org.icws.replica.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.ingress.CallService;
import org.icws.replica.ingress.QueryService;

/**
 * Serves the pages of canisters (HTTP gateway protocol): asks {@code http_request}, goes on to {@code http_request_update} when the
 * canister wants an update, and follows streaming callbacks. Certification headers are passed on, not checked: this gateway is part
 * of the network it serves. Thread-safe.
 */
final class CanisterPages {
    private static final int CERTIFICATE_VERSION = 2;
    private static final int MAX_WHOLE_BYTES = 4 * 1024 * 1024;
    private static final int LEAST_STATUS = 200;
    private static final int LARGEST_STATUS = 999;
    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    private final CallService calls;
    private final QueryService queries;

    CanisterPages(CallService calls, QueryService queries) {
        this.calls = calls;
        this.queries = queries;
    }

    /**
     * A browser's request.
     *
     * @param method for example GET
     * @param url path and query
     * @param headers in their order
     * @param body what was sent
     */
    record PageRequest(String method, String url, List<HttpAnswer.Header> headers, byte[] body) {
        byte[] encode(boolean update) {
            Map<String, CandidValue> fields = new LinkedHashMap<>();
            fields.put("method", CandidValue.text(method));
            fields.put("url", CandidValue.text(url));
            fields.put(
                    "headers",
                    CandidValue.vec(headers.stream()
                            .map(h -> CandidValue.tuple(CandidValue.text(h.name()), CandidValue.text(h.value())))
                            .toList()));
            fields.put("body", CandidValue.blob(body));
            if (!update) {
                fields.put(
                        "certificate_version",
                        CandidValue.some(new CandidValue.Fixed(CandidValue.FixedKind.NAT16, CERTIFICATE_VERSION)));
            }
            return CandidEncoder.encode(CandidValue.record(fields));
        }
    }

    /** Answers a request with what the canister says. */
    CompletableFuture<HttpAnswer> answer(Principal canister, PageRequest request) {
        return queries.ask(canister, Principals.ANONYMOUS, "http_request", request.encode(false))
                .thenCompose(response -> {
                    if (!(response instanceof Response.Reply reply)) {
                        return CompletableFuture.completedFuture(refusal(canister, (Response.Reject) response));
                    }
                    CandidValue.Record page = page(reply);
                    return wantsUpdate(page) ? update(canister, request) : complete(canister, page);
                })
                .exceptionally(failure -> broken(canister, failure));
    }

    private static HttpAnswer broken(Principal canister, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof PageParts.RefusedException refused) {
            return refused.reject() == null ? tooManyParts() : refusal(canister, refused.reject());
        }
        if (cause instanceof CandidException) {
            return HttpAnswer.text(
                    BAD_GATEWAY, "The canister's answer is not one of http_request: " + cause.getMessage());
        }
        throw new CompletionException(cause);
    }

    private static CandidValue.Record page(Response.Reply reply) {
        List<CandidValue> values = CandidDecoder.decode(reply.data());
        if (values.isEmpty()) {
            throw new CandidException("it is empty");
        }
        return values.get(0).asRecord();
    }

    private static boolean wantsUpdate(CandidValue.Record page) {
        return page.find("upgrade")
                .flatMap(CandidValue::asOptional)
                .map(CandidValue::asBool)
                .orElse(false);
    }

    private CompletableFuture<HttpAnswer> update(Principal canister, PageRequest request) {
        return calls.ask(canister, "http_request_update", request.encode(true)).thenCompose(response -> {
            if (response instanceof Response.Reply reply) {
                return complete(canister, page(reply));
            }
            return CompletableFuture.completedFuture(refusal(canister, (Response.Reject) response));
        });
    }

    private static HttpAnswer refusal(Principal canister, Response.Reject reject) {
        boolean missing = reject.errorCode().equals(ErrorCode.CANISTER_NOT_FOUND.text())
                || reject.errorCode().equals(ErrorCode.METHOD_NOT_FOUND.text())
                || reject.errorCode().equals(ErrorCode.NO_WASM_MODULE.text());
        return HttpAnswer.text(
                missing ? NOT_FOUND : UNAVAILABLE,
                "Canister " + canister + " does not serve this page: " + reject.message() + " (" + reject.errorCode()
                        + ")");
    }

    private CompletableFuture<HttpAnswer> complete(Principal canister, CandidValue.Record page) {
        HttpAnswer start = new HttpAnswer(
                status(page.get("status_code").asLong()),
                null,
                page.get("body").asBlob(),
                headers(page.get("headers").asList()));
        Optional<CandidValue.Record> callback = page.find("streaming_strategy")
                .flatMap(CandidValue::asOptional)
                .map(CandidValue::asVariant)
                .filter(strategy -> strategy.is("Callback"))
                .map(strategy -> strategy.value().asRecord());
        if (callback.isEmpty()) {
            return CompletableFuture.completedFuture(start);
        }
        if (!(callback.get().get("callback") instanceof CandidValue.Func function)
                || !canister.equals(function.service())) {
            throw new CandidException("the callback of its streaming strategy is not a method of the canister");
        }
        PageParts parts = new PageParts(
                queries, canister, function.method(), callback.get().get("token"));
        return collect(start, parts);
    }

    private static int status(long code) {
        if (code < LEAST_STATUS || code > LARGEST_STATUS) {
            throw new CandidException(code + " is no status of an HTTP answer");
        }
        return (int) code;
    }

    private static List<HttpAnswer.Header> headers(List<CandidValue> pairs) {
        List<HttpAnswer.Header> result = new ArrayList<>();
        for (CandidValue pair : pairs) {
            CandidValue[] sides = pair.asRecord().fields().values().toArray(CandidValue[]::new);
            if (sides.length != 2) {
                throw new CandidException("a header is not a pair of texts");
            }
            HttpAnswer.Header header = new HttpAnswer.Header(sides[0].asText(), sides[1].asText());
            if (!PageHeaders.isSendable(header.name(), header.value())) {
                throw new CandidException("a header has characters that headers must not have");
            }
            result.add(header);
        }
        return result;
    }

    /** Puts a page together; a large one is sent as it comes, without being held as a whole. */
    private static CompletableFuture<HttpAnswer> collect(HttpAnswer soFar, PageParts parts) {
        return parts.next().thenCompose(part -> {
            if (part.isEmpty()) {
                return CompletableFuture.completedFuture(soFar);
            }
            HttpAnswer joined = soFar.withMore(part.get());
            return joined.body().length > MAX_WHOLE_BYTES
                    ? CompletableFuture.completedFuture(joined.followedBy(parts))
                    : collect(joined, parts);
        });
    }

    private static HttpAnswer tooManyParts() {
        return HttpAnswer.text(
                BAD_GATEWAY,
                "The page has more than the " + PageParts.MAX_PARTS + " parts that this replica passes on.");
    }
}
