package org.icws.testbench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.RootKey;

/**
 * The root key of a network that is known by its address: mainnet's own unless the network is on this machine; only there
 * is a key that was asked for over the network worth anything. Stateless.
 */
public final class NetworkRootKey {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private NetworkRootKey() {}

    /** Whether that is this machine. */
    public static boolean isLoopback(URI url) {
        return url.getHost() != null
                && (LOOPBACK.contains(url.getHost()) || url.getHost().endsWith(".localhost"));
    }

    /**
     * The key; asks the network for it if it is on this machine. Blocks.
     *
     * @throws TestClientException if it has to be asked for and there is no answer
     */
    public static RootKey of(URI network) {
        if (!isLoopback(network)) {
            return RootKey.MAINNET;
        }
        HttpRequest request = HttpRequest.newBuilder(network.resolve("/api/v2/status"))
                .timeout(PATIENCE)
                .build();
        try {
            return keyIn(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()), network);
        } catch (IOException e) {
            throw new TestClientException(
                    "The network at " + network + " does not tell its root key (" + NetworkClient.words(e)
                            + "). Is it running?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestClientException("Interrupted", e);
        }
    }

    private static RootKey keyIn(HttpResponse<byte[]> answer, URI network) {
        try {
            return new RootKey(Cbor.bytes(Cbor.read(answer.body()), "root_key"));
        } catch (ProtocolException e) {
            throw new TestClientException(
                    "What answers at " + network + ", with the HTTP status " + answer.statusCode()
                            + ", is no network: it does not tell a root key. Check the address.",
                    e);
        }
    }
}
