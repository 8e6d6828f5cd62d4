package org.icws.testbench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;

/**
 * Asks a network directly, beside any gateway: what a person's tool needs now and then, not what a relay needs. Blocks;
 * thread-safe. Results are proven by certificates, except those of queries. Source: IC interface specification.
 */
public final class NetworkClient {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration EXPIRY = Duration.ofMinutes(4);
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 200;
    private static final int NONCE_BYTES = 16;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;

    private final URI network;
    private final CertificateVerifier certificates;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param network address of a replica or boundary node
     * @param certificates checks against the network's root key
     */
    public NetworkClient(URI network, CertificateVerifier certificates) {
        this.network = network;
        this.certificates = certificates;
    }

    public URI network() {
        return network;
    }

    public CertificateVerifier certificates() {
        return certificates;
    }

    /**
     * The public part of a canister's interface description, as its module carries it.
     *
     * @return the text of its {@code candid:service} section; empty if it has none
     * @throws TestClientException if there is no such canister, or no answer
     */
    public Optional<String> candid(Principal canister) {
        List<byte[]> path = List.of(utf8("canister"), canister.getValue(), utf8("metadata"), utf8("candid:service"));
        RequestSigner signer = new RequestSigner(new AnonymousIdentity());
        Certificate certificate = readState(canister, signer, List.of(path));
        LookupResult found = certificate.tree().lookup(path.toArray(byte[][]::new));
        if (!found.isFound() && !moduleOf(certificate, canister, signer)) {
            throw new TestClientException("There is no canister " + canister + " with a module on " + network + ".");
        }
        return found.isFound() ? Optional.of(new String(found.value(), StandardCharsets.UTF_8)) : Optional.empty();
    }

    private boolean moduleOf(Certificate known, Principal canister, RequestSigner signer) {
        List<byte[]> path = List.of(utf8("canister"), canister.getValue(), utf8("module_hash"));
        return readState(canister, signer, List.of(path))
                .tree()
                .lookup(path.toArray(byte[][]::new))
                .isFound();
    }

    /**
     * Runs an update method and waits for its proven reply.
     *
     * @param identity who signs; the anonymous identity for nobody
     * @throws TestClientException with the network's words if it was refused, rejected or not answered
     */
    public byte[] call(Identity identity, Principal canister, String method, byte[] argument) {
        RequestSigner signer = new RequestSigner(identity);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SignedRequest request = signer.call(canister, method, argument, expiry(), nonce);
        HttpResponse<byte[]> answer = post("v3", canister, "call", request.envelope());
        if (answer.statusCode() == NOT_FOUND) {
            answer = post("v2", canister, "call", request.envelope());
        }
        if (answer.statusCode() == OK) {
            JsonNode map = read(answer.body());
            if (map.hasNonNull("certificate")) {
                Certificate certificate = verified(Cbor.bytes(map, "certificate"), canister);
                Optional<byte[]> reply = reply(certificate, request.requestId());
                return reply.isPresent() ? reply.get() : awaitReply(signer, canister, request.requestId());
            }
            throw new TestClientException("The network rejected the call of " + method + ": "
                    + Cbor.optionalText(map, "reject_message").orElse("it does not say why") + ".");
        }
        if (answer.statusCode() != ACCEPTED) {
            throw refused(answer);
        }
        return awaitReply(signer, canister, request.requestId());
    }

    private byte[] awaitReply(RequestSigner signer, Principal canister, byte[] requestId) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<byte[]> path = List.of(utf8("request_status"), requestId);
        while (System.nanoTime() < end) {
            Optional<byte[]> reply = reply(readState(canister, signer, List.of(path)), requestId);
            if (reply.isPresent()) {
                return reply.get();
            }
            pause();
        }
        throw new TestClientException("The call got no answer within " + PATIENCE.toSeconds() + " s.");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestClientException("Interrupted", e);
        }
    }

    private static Optional<byte[]> reply(Certificate certificate, byte[] requestId) {
        LookupResult status = field(certificate, requestId, "status");
        if (!status.isFound()) {
            return Optional.empty();
        }
        return switch (new String(status.value(), StandardCharsets.UTF_8)) {
            case "replied" -> Optional.of(field(certificate, requestId, "reply").value());
            case "rejected" ->
                throw new TestClientException("The call was rejected with code "
                        + Leb128.readUnsigned(
                                field(certificate, requestId, "reject_code").value()) + ": "
                        + new String(
                                field(certificate, requestId, "reject_message").value(), StandardCharsets.UTF_8));
            default -> Optional.empty();
        };
    }

    private static LookupResult field(Certificate certificate, byte[] requestId, String name) {
        return certificate.tree().lookup(utf8("request_status"), requestId, utf8(name));
    }

    /**
     * Asks a query method; the answer is one node's word.
     *
     * @throws TestClientException with the network's words if it was refused, rejected or not answered
     */
    public byte[] query(Principal canister, String method, byte[] argument) {
        SignedRequest request = new RequestSigner(new AnonymousIdentity()).query(canister, method, argument, expiry());
        HttpResponse<byte[]> answer = post("v2", canister, "query", request.envelope());
        if (answer.statusCode() != OK) {
            throw refused(answer);
        }
        JsonNode map = read(answer.body());
        if (!Cbor.text(map, "status").equals("replied")) {
            throw new TestClientException("The query of " + method + " was rejected: "
                    + Cbor.optionalText(map, "reject_message").orElse("it does not say why"));
        }
        return Cbor.bytes(Cbor.field(map, "reply"), "arg");
    }

    private Certificate readState(Principal canister, RequestSigner signer, List<List<byte[]>> paths) {
        SignedRequest request = signer.readState(paths, expiry());
        HttpResponse<byte[]> answer = post("v2", canister, "read_state", request.envelope());
        if (answer.statusCode() != OK) {
            throw refused(answer);
        }
        return verified(Cbor.bytes(read(answer.body()), "certificate"), canister);
    }

    private Certificate verified(byte[] cbor, Principal canister) {
        try {
            Certificate certificate = Certificate.decode(cbor);
            certificates.verify(certificate, canister, SystemTime.nowNanos(), MAX_AGE);
            return certificate;
        } catch (ProtocolException e) {
            throw new TestClientException("The network's answer is not proven: " + e.getMessage(), e);
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return Cbor.read(body);
        } catch (ProtocolException e) {
            throw new TestClientException("The network's answer is not readable: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> post(String version, Principal canister, String operation, byte[] body) {
        URI address = network.resolve("/api/" + version + "/canister/" + canister + "/" + operation);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/cbor")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new TestClientException("The network at " + network + " does not answer: " + words(e) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestClientException("Interrupted", e);
        }
    }

    private TestClientException refused(HttpResponse<byte[]> answer) {
        return new TestClientException("The network at " + network + " answered HTTP " + answer.statusCode() + ": "
                + new String(answer.body(), StandardCharsets.UTF_8));
    }

    /** Java's own words for a refused connection are none. */
    static String words(Throwable e) {
        if (e instanceof ConnectException) {
            return "nothing listens there";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static long expiry() {
        return SystemTime.nowNanos() + EXPIRY.toNanos();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
