package org.icws.replica;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;

/** A strict client over real sockets: every certificate is verified against the root key. */
final class TestAgent {
    private static final Duration EXPIRY = Duration.ofMinutes(4);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI url;
    private final ReplicaClock clock;
    private final RequestSigner signer;
    private final CertificateVerifier verifier;
    private final AtomicLong nonce;

    TestAgent(LocalReplica replica, ReplicaClock clock, int identity) {
        this(replica, clock, new RequestSigner(identity(identity)));
    }

    TestAgent(LocalReplica replica, ReplicaClock clock, RequestSigner signer) {
        this(
                replica.url(),
                new CertificateVerifier(new RootKey(replica.rootKeyDer())),
                clock,
                signer,
                new AtomicLong());
    }

    TestAgent(URI url, byte[] rootKeyDer, ReplicaClock clock, int identity) {
        this(
                url,
                new CertificateVerifier(new RootKey(rootKeyDer)),
                clock,
                new RequestSigner(identity(identity)),
                new AtomicLong());
    }

    private TestAgent(
            URI url, CertificateVerifier verifier, ReplicaClock clock, RequestSigner signer, AtomicLong nonce) {
        this.url = url;
        this.clock = clock;
        this.signer = signer;
        this.verifier = verifier;
        this.nonce = nonce;
    }

    /** The same client of the same network at another address. */
    TestAgent at(URI other) {
        return new TestAgent(other, verifier, clock, signer, nonce);
    }

    static Ed25519Identity identity(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return Ed25519Identity.fromSeed(seed);
    }

    Principal sender() {
        return signer.sender();
    }

    long expiry() {
        return clock.nanos() + EXPIRY.toNanos();
    }

    SignedRequest sign(Principal canister, String method, byte[] arg) {
        return signer.call(canister, method, arg, expiry(), Leb128.unsigned(nonce.incrementAndGet()));
    }

    /** How a call ended: the reply, or a text with the reject. */
    record Outcome(byte[] reply, int rejectCode, String errorCode, String message) {
        boolean replied() {
            return reply != null;
        }
    }

    Outcome update(Principal canister, String method, byte[] arg) {
        return outcome(canister, sign(canister, method, arg));
    }

    /** A call of one canister through the endpoint of another, as the management canister needs it. */
    Outcome update(Principal effective, Principal canister, String method, byte[] arg) {
        return outcome(effective, sign(canister, method, arg));
    }

    Outcome outcome(Principal canister, SignedRequest request) {
        return outcome(canister, request, post(path(3, canister, "call"), request.envelope()));
    }

    CompletableFuture<Outcome> updateLater(Principal canister, String method, byte[] arg) {
        SignedRequest request = sign(canister, method, arg);
        return postLater(path(3, canister, "call"), request.envelope())
                .thenApply(response -> outcome(canister, request, response));
    }

    Outcome outcome(Principal canister, SignedRequest request, HttpResponse<byte[]> response) {
        require(response, 200);
        var body = Cbor.read(response.body());
        if (Cbor.text(body, "status").equals("non_replicated_rejection")) {
            return rejected(body);
        }
        return status(verified(canister, Cbor.bytes(body, "certificate")), request.requestId());
    }

    private static Outcome rejected(com.fasterxml.jackson.databind.JsonNode body) {
        return new Outcome(
                null,
                (int) Cbor.unsignedLong(body, "reject_code"),
                Cbor.text(body, "error_code"),
                Cbor.text(body, "reject_message"));
    }

    Certificate verified(Principal canister, byte[] encoded) {
        Certificate certificate = Certificate.decode(encoded);
        verifier.verify(certificate, canister, clock.nanos(), Duration.ofMinutes(5));
        return certificate;
    }

    static Outcome status(Certificate certificate, byte[] requestId) {
        String status = new String(lookup(certificate, requestId, "status"));
        if (status.equals("replied")) {
            return new Outcome(lookup(certificate, requestId, "reply"), 0, null, null);
        }
        if (!status.equals("rejected")) {
            throw new AssertionError("The call is " + status);
        }
        return new Outcome(
                null,
                (int) Leb128.readUnsigned(lookup(certificate, requestId, "reject_code")),
                new String(lookup(certificate, requestId, "error_code")),
                new String(lookup(certificate, requestId, "reject_message")));
    }

    private static byte[] lookup(Certificate certificate, byte[] requestId, String field) {
        return certificate
                .tree()
                .lookup("request_status".getBytes(), requestId, field.getBytes())
                .value();
    }

    Outcome query(Principal canister, String method, byte[] arg) {
        return query(canister, canister, method, arg);
    }

    Outcome query(Principal effective, Principal canister, String method, byte[] arg) {
        SignedRequest request = signer.query(canister, method, arg, expiry());
        HttpResponse<byte[]> response = post(path(2, effective, "query"), request.envelope());
        require(response, 200);
        var body = Cbor.read(response.body());
        return Cbor.text(body, "status").equals("replied")
                ? new Outcome(Cbor.bytes(Cbor.field(body, "reply"), "arg"), 0, null, null)
                : rejected(body);
    }

    Certificate readState(Principal canister, List<List<byte[]>> paths) {
        HttpResponse<byte[]> response = readStateRaw(canister, paths);
        require(response, 200);
        return verified(canister, Cbor.bytes(Cbor.read(response.body()), "certificate"));
    }

    HttpResponse<byte[]> readStateRaw(Principal canister, List<List<byte[]>> paths) {
        return post(
                path(2, canister, "read_state"),
                signer.readState(paths, expiry()).envelope());
    }

    static String path(int version, Principal canister, String what) {
        return "/api/v" + version + "/canister/" + canister + "/" + what;
    }

    HttpResponse<byte[]> post(String path, byte[] body) {
        return send(request(path, body).build());
    }

    CompletableFuture<HttpResponse<byte[]>> postLater(String path, byte[] body) {
        return http.sendAsync(request(path, body).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpRequest.Builder request(String path, byte[] body) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/cbor")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    HttpResponse<byte[]> get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static void require(HttpResponse<byte[]> response, int status) {
        if (response.statusCode() != status) {
            throw new AssertionError("HTTP " + response.statusCode() + ": " + new String(response.body()));
        }
    }
}
