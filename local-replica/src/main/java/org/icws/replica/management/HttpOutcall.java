package org.icws.replica.management;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CyclePrices;
import org.icws.replica.execution.ErrorCode;

/**
 * A request over HTTP that a canister wants to be made (interface specification, "IC method http_request").
 *
 * @param url where to
 * @param method for example GET
 * @param headers in their order
 * @param body what to send; null = nothing
 * @param maxResponseBytes how much of an answer is accepted, headers included
 * @param transform what the canister makes of the answer; null = nothing
 */
record HttpOutcall(
        String url, String method, List<Header> headers, byte[] body, int maxResponseBytes, Transform transform) {

    /** The most a canister can ask for, and what it gets if it says nothing. */
    static final int MAX_RESPONSE_BYTES = 2_000_000;

    static final int MAX_HEADERS = 64;
    static final int MAX_HEADER_BYTES = 8 * 1024;
    static final int MAX_HEADERS_BYTES = 48 * 1024;
    private static final int MAX_REQUEST_BYTES = 2_000_000;
    private static final int MAX_URL_CHARS = 8192;
    private static final List<String> REPLICATED_METHODS = List.of("GET", "HEAD", "POST");
    private static final List<String> METHODS = List.of("get", "head", "post", "put", "delete", "patch");

    /** One header field. */
    record Header(String name, String value) {
        int size() {
            return bytes(name) + bytes(value);
        }
    }

    /**
     * A query method of the calling canister that prepares the answer.
     *
     * @param method its name
     * @param context handed to it
     */
    record Transform(String method, byte[] context) {}

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Reads and checks a call.
     *
     * @throws CanisterFault its argument cannot be read or breaks a limit
     */
    static HttpOutcall of(ManagementCall call) {
        Arguments arguments = Arguments.decode(call.argument());
        List<Header> headers = new ArrayList<>();
        for (Arguments header : arguments.records("headers")) {
            headers.add(new Header(header.text("name"), header.text("value")));
        }
        HttpOutcall outcall = new HttpOutcall(
                arguments.text("url"),
                method(arguments),
                List.copyOf(headers),
                arguments.optionalBlob("body").orElse(null),
                maxResponse(arguments),
                transform(arguments, call));
        outcall.check();
        boolean replicated =
                arguments.optional("is_replicated", CandidValue::asBool).orElse(true);
        if (replicated && !REPLICATED_METHODS.contains(outcall.method())) {
            throw refused("the method " + outcall.method() + " needs is_replicated = opt false");
        }
        return outcall;
    }

    private static String method(Arguments arguments) {
        CandidValue.Variant method = arguments.variant("method");
        return METHODS.stream()
                .filter(method::is)
                .findFirst()
                .orElseThrow(() -> Arguments.unreadable("the method is none of " + METHODS))
                .toUpperCase(Locale.ROOT);
    }

    private static int maxResponse(Arguments arguments) {
        BigInteger most = arguments.optionalNat("max_response_bytes").orElse(BigInteger.valueOf(MAX_RESPONSE_BYTES));
        if (most.compareTo(BigInteger.valueOf(MAX_RESPONSE_BYTES)) > 0) {
            throw refused(
                    "max_response_bytes expected to be in the range [0.." + MAX_RESPONSE_BYTES + "], got " + most);
        }
        return most.intValue();
    }

    private static Transform transform(Arguments arguments, ManagementCall call) {
        Optional<Arguments> transform = arguments.optionalRecord("transform");
        if (transform.isEmpty()) {
            return null;
        }
        CandidValue function = transform
                .get()
                .optional("function", value -> value)
                .orElseThrow(() -> Arguments.unreadable("transform has no field \"function\""));
        if (!(function instanceof CandidValue.Func reference) || reference.service() == null) {
            throw Arguments.unreadable("transform.function is no reference to a function");
        }
        if (!reference.service().equals(call.caller())) {
            throw refused("transform needs to be a function of the canister that makes the request, " + call.caller());
        }
        return new Transform(reference.method(), transform.get().blob("context"));
    }

    private void check() {
        if (url.length() > MAX_URL_CHARS) {
            throw refused("the url has " + url.length() + " characters, at most " + MAX_URL_CHARS + " are allowed");
        }
        checkHeaders(headers);
        long size = headers.stream().mapToInt(Header::size).sum() + (body == null ? 0 : body.length);
        if (size > MAX_REQUEST_BYTES) {
            throw refused("total number of bytes to represent all http header names and values and http body exceeds "
                    + MAX_REQUEST_BYTES);
        }
    }

    /** Checks the limits for headers, which are the same for requests and answers. */
    static void checkHeaders(List<Header> headers) {
        if (headers.size() > MAX_HEADERS) {
            throw refused("number of http headers exceeds " + MAX_HEADERS);
        }
        for (Header header : headers) {
            if (bytes(header.name()) > MAX_HEADER_BYTES || bytes(header.value()) > MAX_HEADER_BYTES) {
                throw refused("an http header name or value exceeds " + MAX_HEADER_BYTES + " bytes");
            }
        }
        if (headers.stream().mapToInt(Header::size).sum() > MAX_HEADERS_BYTES) {
            throw refused("total size of http header names and values exceeds " + MAX_HEADERS_BYTES + " bytes");
        }
    }

    static CanisterFault refused(String why) {
        return new CanisterFault(ErrorCode.CANISTER_REJECTED, "http_request: " + why);
    }

    /** What it costs. */
    BigInteger price() {
        long size = bytes(url) + headers.stream().mapToInt(Header::size).sum() + (body == null ? 0 : body.length);
        if (transform != null) {
            size += bytes(transform.method()) + transform.context().length;
        }
        return CyclePrices.httpRequest(size, maxResponseBytes);
    }
}
