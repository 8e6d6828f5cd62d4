package org.icws.replica.ingress;

import org.icws.replica.execution.Response;

/**
 * The signed answer to a query.
 *
 * @param response what the canister or the system answered
 * @param timestampNanos when, not before any time certified so far
 * @param signature by the node
 */
public record QueryAnswer(Response response, long timestampNanos, byte[] signature) {}
