package org.icws.testbench.compose;

import java.net.URI;
import java.nio.file.Path;
import org.ic4j.types.Principal;

/**
 * Connections that a person wants.
 *
 * @param gateway address of a gateway
 * @param network address of the network behind it, asked for the root key and the canister's interface
 * @param canister whom to talk to; null if {@code sample} names a sample canister that is to be installed
 * @param sample name of a sample canister; null if it is there already
 * @param protocol {@code v1} or {@code poc}
 * @param pem file with the key of the identity; null for new ones
 * @param count how many connections; more than one only with new identities
 */
public record ConnectionRequest(
        URI gateway, URI network, Principal canister, String sample, String protocol, Path pem, int count) {}
