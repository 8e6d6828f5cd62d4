package org.icws.gateway.replica;

import org.ic4j.types.Principal;

/**
 * An update call ready to be submitted.
 *
 * @param canister receiver, also the effective canister id
 * @param requestId the request's id
 * @param envelope the signed request, submitted as it is
 * @param own true if the gateway itself signed it and so may read its status
 */
public record CallRequest(Principal canister, byte[] requestId, byte[] envelope, boolean own) {}
