package org.icws.testbench.e2e;

import org.icws.testbench.client.ClientInbox;
import org.icws.testbench.client.PingPongMessage;

/** Collects the texts a client of the ping-pong canister hears. */
final class Inbox extends ClientInbox<String> {

    static final int SECONDS = ClientInbox.SECONDS;

    Inbox() {
        super(content -> PingPongMessage.decode(content).text());
    }
}
