package org.icws.testbench.run;

import java.nio.file.Path;

/**
 * What a gateway can be given besides its network and its port.
 *
 * @param capture file that everything is written to; null = none
 * @param tlsCertificate PEM file with the certificate for {@code wss}; null = none
 * @param tlsKey PEM file with its key; null = none
 * @param selfSigned whether to make a certificate for this machine instead, kept in the data directory
 */
public record GatewayExtras(Path capture, Path tlsCertificate, Path tlsKey, boolean selfSigned) {

    /** Nothing of it. */
    public static final GatewayExtras NONE = new GatewayExtras(null, null, null, false);

    /** @throws IllegalArgumentException for half a pair, or a pair and a self-signed one */
    public GatewayExtras {
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("A certificate and its key belong together.");
        }
        if (selfSigned && tlsCertificate != null) {
            throw new IllegalArgumentException("A certificate is either given or made.");
        }
    }
}
