package org.icws.testbench.messages;

import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.testbench.messages.MessageRow.Direction;
import org.icws.testbench.store.NameBook.Party;

/**
 * From whom to whom a message goes, and as what: what many rows have in common, and share.
 *
 * @param canister null if the frame was refused before it was known
 * @param client null if the frame was refused before it was known
 * @param clientKey null with the client
 * @param service whether it is the protocol's own
 */
record MessageWay(
        Direction direction, Party canister, Party client, ClientKey clientKey, String kind, boolean service) {}
