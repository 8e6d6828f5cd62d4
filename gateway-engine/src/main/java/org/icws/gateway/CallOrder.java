package org.icws.gateway;

/**
 * How many calls may be under way, and what the network is trusted to do with their order.
 *
 * <p>The interface specification promises no order among calls that are under way together. In the original replica each
 * node that makes a block picks from its own pool, canister by canister, by the time of arrival at that node
 * ({@code get_ingress_payload} in {@code rs/ingress_manager/src/ingress_selector.rs} of {@code dfinity/ic}); requests accepted
 * by one node reach the others at different times. Those picked go into a map sorted by expiry and then by request id
 * ({@code IngressPayload} in {@code rs/types/types/src/batch/ingress.rs}), and are executed in that order: of two with one
 * expiry the hash decides. So two of them may be executed in either order, in the same round or in different ones. The same
 * code runs in local networks made of the original replica (dfx, icp-cli, PocketIC). {@code
 * docs/decisions/0003-one-in-flight-per-client.md} tells more. There the only safe way is one call of a client at a time, which is the default: the next one is
 * submitted when the result of the one before is certified.
 *
 * <p>A network that executes one sender's calls in the order in which it has acknowledged them can be given several: each
 * is submitted to the asynchronous endpoint (v2) once the one before it was acknowledged (HTTP 202), without waiting for
 * its execution. The operator must know that the network is such a one; a canister that gets a message out of its order
 * removes the client.
 *
 * @param perClient calls of one client under way at a time; 1 for networks that promise no order
 * @param inAll calls of all clients under way at a time; further ones wait in the order they came
 */
public record CallOrder(int perClient, int inAll) {
    /** One call of a client at a time, 4096 in all: right for every network. */
    public static final CallOrder ONE_AT_A_TIME = new CallOrder(1, 4096);

    /** Refuses numbers that are not positive with a {@link GatewayException}. */
    public CallOrder {
        if (perClient <= 0 || inAll <= 0) {
            throw new GatewayException("The numbers of calls under way must be positive, not " + perClient
                    + " per client" + " and " + inAll + " in all");
        }
    }

    /**
     * @param perClient calls of one client under way at a time
     * @return for networks that execute one sender's calls in the order in which they acknowledge them
     */
    public static CallOrder acknowledged(int perClient) {
        return new CallOrder(perClient, ONE_AT_A_TIME.inAll());
    }
}
