package org.icws.testbench.load;

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

/** Where the root key comes from: built in for mainnet, asked for only where a network on this machine is meant. */
public final class RootKeySource {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RootKeySource() {}

    /** @return true if that is this machine */
    public static boolean isLoopback(URI url) {
        return url.getHost() != null
                && (LOOPBACK.contains(url.getHost()) || url.getHost().endsWith(".localhost"));
    }

    /**
     * @param network the network's address
     * @return its root key: mainnet's unless the network is on this machine
     * @throws LoadException if it has to be asked for and there is no answer
     */
    public static RootKey of(URI network) {
        if (!isLoopback(network)) {
            return RootKey.MAINNET;
        }
        HttpRequest request = HttpRequest.newBuilder(network.resolve("/api/v2/status"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new RootKey(Cbor.bytes(Cbor.read(answer.body()), "root_key"));
        } catch (IOException | ProtocolException e) {
            throw new LoadException(
                    "The network at " + network + " does not tell its root key (" + e.getMessage()
                            + "). Is it running? Name another with --network, or the key with --root-key.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("Interrupted", e);
        }
    }
}
