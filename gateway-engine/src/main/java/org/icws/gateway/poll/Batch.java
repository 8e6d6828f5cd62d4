package org.icws.gateway.poll;

import org.ic4j.types.Principal;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.MessagesPage;

/**
 * Messages fetched by one poll.
 *
 * @param protocol how it is spoken with
 * @param canister sender
 * @param page the messages, their certificate and their tree
 * @param polledAtNanos when the answer arrived, ns since the epoch
 * @param reread true if some of these numbers have been fetched before, so that clients may have the messages already
 */
public record Batch(
        GatewayProtocol protocol, Principal canister, MessagesPage page, long polledAtNanos, boolean reread) {}
