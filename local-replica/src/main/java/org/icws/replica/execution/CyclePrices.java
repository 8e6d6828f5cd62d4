package org.icws.replica.execution;

import java.math.BigInteger;

/** What things cost on a subnet of 13 nodes, so that what works here has attached enough for the public network. */
public final class CyclePrices {
    private static final long NODES = 13;
    private static final long OUTCALL_BASE = (3_000_000 + 60_000 * NODES) * NODES;
    private static final long OUTCALL_REQUEST_BYTE = 400 * NODES;
    private static final long OUTCALL_RESPONSE_BYTE = 800 * NODES;

    private CyclePrices() {}

    /**
     * An HTTPS outcall (documented price list of the public network, "HTTPS outcalls").
     *
     * @param requestBytes url, headers, body and transform together
     * @param maxResponseBytes what the canister asked for at most
     */
    public static BigInteger httpRequest(long requestBytes, long maxResponseBytes) {
        return BigInteger.valueOf(OUTCALL_BASE)
                .add(CycleFlow.unsigned128(0, requestBytes).multiply(BigInteger.valueOf(OUTCALL_REQUEST_BYTE)))
                .add(CycleFlow.unsigned128(0, maxResponseBytes).multiply(BigInteger.valueOf(OUTCALL_RESPONSE_BYTE)));
    }
}
