package org.icws.testbench.load;

import java.net.URI;
import org.icws.protocol.certificate.RootKey;
import org.icws.testbench.client.NetworkRootKey;
import org.icws.testbench.client.TestClientException;

/** Where the root key comes from: built in for mainnet, asked for only where a network on this machine is meant. */
public final class RootKeySource {

    private RootKeySource() {}

    /** @return true if that is this machine */
    public static boolean isLoopback(URI url) {
        return NetworkRootKey.isLoopback(url);
    }

    /**
     * @param network the network's address
     * @return its root key: mainnet's unless the network is on this machine
     * @throws LoadException if it has to be asked for and there is no answer
     */
    public static RootKey of(URI network) {
        try {
            return NetworkRootKey.of(network);
        } catch (TestClientException e) {
            throw new LoadException(e.getMessage() + " Name another with --network, or the key with --root-key.", e);
        }
    }
}
