package org.icws.testbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.sample.SampleCanister;
import org.icws.testbench.client.TestClient;
import org.icws.testbench.client.TestClientConfig;
import org.icws.testbench.client.TestClientListener;

/** One measurement of a sample canister: its network in a process of its own, clients that check everything in this one. */
final class SampleTrial implements AutoCloseable {
    /** As the launcher starts {@code serve}: without the option canister code would stay interpreted. */
    private static final List<String> JVM = List.of("-XX:-DontCompileHugeMethods", "-XX:-SplitIfBlocks", "-Xmx1g");

    private static final long SECONDS = 60;

    private final Part network;
    private final URI gateway;
    private final URI replica;
    private final Principal canister;
    private final CertificateVerifier certificates;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RequestSigner signer = new RequestSigner(identity());
    private final List<TestClient> clients = new ArrayList<>();

    /** What the canister says of itself. */
    record Stats(long sent, long received, long refused, long deleted, long queued, long queuedBytes) {}

    SampleTrial(SampleCanister sample, byte[] argument) {
        network = Part.start(
                "network", SamplePart.class, JVM, sample.name(), HexFormat.of().formatHex(argument));
        JsonNode ready = network.ready();
        gateway = URI.create(ready.get("gateway").asText());
        replica = URI.create(ready.get("replica").asText());
        canister = Principals.parse(ready.get("canister").asText());
        certificates =
                new CertificateVerifier(RootKey.fromHex(ready.get("rootKey").asText()));
    }

    private static Ed25519Identity identity() {
        return Ed25519Identity.generate(new SecureRandom());
    }

    /** Connects a client and waits until the canister has accepted it. */
    TestClient connect(String name, TestClientListener listener) {
        TestClient client =
                TestClient.connect(TestClientConfig.of(name, gateway, canister, identity(), certificates, listener));
        clients.add(client);
        client.opened().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        return client;
    }

    /** How many clients are no longer open, and why the first of them is not. */
    String lost() {
        List<TestClient> gone =
                clients.stream().filter(c -> c.closeStatus().isPresent()).toList();
        return gone.isEmpty() ? "" : gone.size() + " CLIENTS LOST: " + gone.get(0);
    }

    Duration cpu() {
        return network.cpu();
    }

    long residentMib() {
        return network.residentKib() / 1_024;
    }

    Stats stats() {
        CandidValue.Record stats = query("stats").asRecord();
        long messages = 0;
        long bytes = 0;
        for (CandidValue queue : stats.get("queues").asOptional().orElseThrow().asList()) {
            messages += queue.asRecord().get("messages").asLong();
            bytes += queue.asRecord().get("bytes").asLong();
        }
        return new Stats(
                stats.get("sent").asLong(),
                stats.get("received").asLong(),
                stats.get("refused").asLong(),
                stats.get("deleted").asOptional().orElseThrow().asLong(),
                messages,
                bytes);
    }

    CandidValue query(String method) {
        long expiry = Instant.now().plus(Duration.ofMinutes(4)).toEpochMilli() * 1_000_000;
        byte[] envelope =
                signer.query(canister, method, CandidEncoder.encode(), expiry).envelope();
        HttpRequest request = HttpRequest.newBuilder(replica.resolve("/api/v2/canister/" + canister + "/query"))
                .header("Content-Type", "application/cbor")
                .timeout(Duration.ofSeconds(SECONDS))
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode reply = Cbor.field(Cbor.read(response.body()), "reply");
            return CandidDecoder.decode(Cbor.bytes(reply, "arg")).get(0);
        } catch (IOException e) {
            throw new BenchException("The canister does not answer " + method + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        network.close();
    }
}
