package org.icws.testbench.samples;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;

/** Calls a canister without the gateway. */
public final class DirectCaller {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SecureRandom random = new SecureRandom();
    private final URI base;
    private final Principal canister;
    private final RequestSigner signer;

    private final LongSupplier nowNanos;

    /** With this machine's time. */
    public DirectCaller(URI replica, Principal canister, Identity identity) {
        this(replica, canister, identity, () -> System.currentTimeMillis() * 1_000_000L);
    }

    DirectCaller(URI replica, Principal canister, Identity identity, LongSupplier nowNanos) {
        this.base = replica;
        this.canister = canister;
        this.signer = new RequestSigner(identity);
        this.nowNanos = nowNanos;
    }

    Principal principal() {
        return signer.sender();
    }

    SignedRequest sign(String method, byte[] argument) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return signer.call(canister, method, argument, expiry(), nonce);
    }

    private long expiry() {
        return nowNanos.getAsLong() + Duration.ofMinutes(4).toNanos();
    }

    public CandidValue query(String method, byte[] argument) {
        JsonNode answer = post(2, "query", signer.query(canister, method, argument, expiry()));
        if (!Cbor.text(answer, "status").equals("replied")) {
            throw new AssertionError(method + ": " + Cbor.text(answer, "reject_message"));
        }
        return CandidDecoder.decode(Cbor.bytes(Cbor.field(answer, "reply"), "arg"))
                .get(0);
    }

    /** The reply, or the network's words if the call was refused or trapped. */
    public record Outcome(CandidValue reply, String rejection) {}

    public Outcome update(String method, CandidValue... arguments) {
        return update(method, CandidEncoder.encode(arguments));
    }

    Outcome update(String method, byte[] argument) {
        SignedRequest request = sign(method, argument);
        JsonNode answer = post(3, "call", request);
        if (Cbor.text(answer, "status").equals("non_replicated_rejection")) {
            return new Outcome(null, Cbor.text(answer, "reject_message"));
        }
        Certificate certificate = Certificate.decode(Cbor.bytes(answer, "certificate"));
        if (text(certificate, request, "status").equals("rejected")) {
            return new Outcome(null, text(certificate, request, "reject_message"));
        }
        var values = CandidDecoder.decode(lookup(certificate, request, "reply"));
        return new Outcome(values.isEmpty() ? CandidValue.NULL : values.get(0), null);
    }

    /** Calls {@code ws_message} as a client with that key would. */
    Outcome message(ClientKey key, long sequenceNumber, byte[] content) {
        return update("ws_message", messageArgument(key, sequenceNumber, content));
    }

    static byte[] messageArgument(ClientKey key, long sequenceNumber, byte[] content) {
        CandidValue message = CandidValue.record(
                "client_key",
                clientKey(key),
                "sequence_num",
                CandidValue.nat64(sequenceNumber),
                "timestamp",
                CandidValue.nat64(0),
                "is_service_message",
                CandidValue.bool(false),
                "content",
                CandidValue.blob(content));
        return CandidEncoder.encode(CandidValue.record("msg", message), CandidValue.NULL);
    }

    private static CandidValue clientKey(ClientKey key) {
        return CandidValue.record(
                "client_principal",
                CandidValue.principal(key.principal()),
                "client_nonce",
                CandidValue.nat64(key.nonce()));
    }

    private static String text(Certificate certificate, SignedRequest request, String field) {
        return new String(lookup(certificate, request, field), StandardCharsets.UTF_8);
    }

    private static byte[] lookup(Certificate certificate, SignedRequest request, String field) {
        return certificate
                .tree()
                .lookup("request_status".getBytes(), request.requestId(), field.getBytes())
                .value();
    }

    private JsonNode post(int version, String what, SignedRequest request) {
        URI uri = base.resolve("/api/v" + version + "/canister/" + canister + "/" + what);
        HttpRequest post = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/cbor")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.envelope()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError("HTTP " + response.statusCode() + " " + new String(response.body()));
            }
            return Cbor.read(response.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
