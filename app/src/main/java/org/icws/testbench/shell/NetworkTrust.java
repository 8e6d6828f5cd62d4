package org.icws.testbench.shell;

import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.RootKeySource;

/**
 * What the verdicts of this window rest on.
 *
 * @param chip two or three words for the header
 * @param verdict where the root key came from and what follows, in a sentence
 * @param rootKeyHex the key, DER in hexadecimal
 * @param gatewayPrincipal who the gateway is to canisters
 */
record NetworkTrust(String chip, String verdict, String rootKeyHex, String gatewayPrincipal) {

    /** Before there is a network. */
    static final NetworkTrust NONE = new NetworkTrust("", "", "", "");

    static NetworkTrust of(GatewaySnapshot snapshot) {
        RootKeySource source = snapshot.rootKeySource();
        return new NetworkTrust(
                chip(source), verdict(source), snapshot.rootKeyHex(), String.valueOf(snapshot.gateway()));
    }

    private static String chip(RootKeySource source) {
        return switch (source) {
            case BUILT_IN -> "mainnet root key";
            case FETCHED -> "root key fetched";
            case CONFIGURED -> "local root key";
        };
    }

    private static String verdict(RootKeySource source) {
        return switch (source) {
            case BUILT_IN -> "Certificates are checked against the mainnet root key, which is built into this program.";
            case FETCHED ->
                "The root key was fetched from the network itself, so a lying network could have sent its own."
                        + " Right for a local network, never for mainnet.";
            case CONFIGURED ->
                "The root key was handed over by the embedded replica, which made it at its start. It proves"
                        + " nothing about mainnet.";
        };
    }
}
