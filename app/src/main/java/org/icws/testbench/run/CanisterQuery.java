package org.icws.testbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.request.RequestSigner;

/**
 * Asks a canister by query, anonymously; the answer is not certified. Source: IC interface specification, "Request: Query
 * call". Thread-safe; blocks.
 */
public final class CanisterQuery {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration EXPIRY = Duration.ofMinutes(3);

    private final URI replica;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final RequestSigner signer = new RequestSigner(new AnonymousIdentity());

    /** @param replica where the network answers */
    public CanisterQuery(URI replica) {
        this.replica = replica;
    }

    /**
     * Asks.
     *
     * @return the reply's Candid; empty if the canister rejects the question, for instance because it has no such method
     * @throws IOException if the network does not answer
     */
    public Optional<byte[]> ask(Principal canister, String method, byte[] argument) throws IOException {
        Instant until = Instant.now().plus(EXPIRY);
        long expiry = until.getEpochSecond() * 1_000_000_000L;
        HttpRequest request = HttpRequest.newBuilder(replica.resolve("/api/v2/canister/" + canister + "/query"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/cbor")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        signer.query(canister, method, argument, expiry).envelope()))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("the network answered with HTTP " + answer.statusCode());
            }
            JsonNode map = Cbor.read(answer.body());
            return Cbor.text(map, "status").equals("replied")
                    ? Optional.of(Cbor.bytes(Cbor.field(map, "reply"), "arg"))
                    : Optional.empty();
        } catch (ProtocolException e) {
            throw new IOException("the answer cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
