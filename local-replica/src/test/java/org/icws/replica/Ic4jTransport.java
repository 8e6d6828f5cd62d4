package org.icws.replica;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.ic4j.agent.ReplicaResponse;
import org.ic4j.agent.ReplicaTransport;
import org.ic4j.agent.requestid.RequestId;
import org.ic4j.types.Principal;

/** ic4j brings transports for two HTTP libraries and an interface for others. */
final class Ic4jTransport implements ReplicaTransport {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final UnaryOperator<byte[]> change;

    Ic4jTransport(URI url) {
        this(url, body -> body);
    }

    /** @param change what happens to a request's body before it is sent */
    Ic4jTransport(URI url, UnaryOperator<byte[]> change) {
        this.url = url;
        this.change = change;
    }

    private CompletableFuture<ReplicaResponse> send(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(response -> {
            ReplicaResponse answer = new ReplicaResponse();
            answer.payload = response.body();
            answer.headers = Map.of();
            return answer;
        });
    }

    private CompletableFuture<ReplicaResponse> post(Principal canister, String what, byte[] body) {
        return send(HttpRequest.newBuilder(url.resolve("/api/v2/canister/" + canister + "/" + what))
                .header("Content-Type", "application/cbor")
                .POST(HttpRequest.BodyPublishers.ofByteArray(change.apply(body)))
                .build());
    }

    @Override
    public CompletableFuture<ReplicaResponse> status() {
        return send(HttpRequest.newBuilder(url.resolve("/api/v2/status")).build());
    }

    @Override
    public CompletableFuture<ReplicaResponse> query(Principal canister, byte[] body, Map<String, String> headers) {
        return post(canister, "query", body);
    }

    @Override
    public CompletableFuture<ReplicaResponse> call(
            Principal canister, byte[] body, RequestId id, Map<String, String> headers) {
        return post(canister, "call", body);
    }

    @Override
    public CompletableFuture<ReplicaResponse> readState(Principal canister, byte[] body, Map<String, String> headers) {
        return post(canister, "read_state", body);
    }

    @Override
    public void close() {
        // The client needs no closing.
    }
}
