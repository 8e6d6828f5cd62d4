package org.icws.testbench.samples;

import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.client.TestClient;

/** A connected client, what it says and what it hears. */
record Talker(TestClient client, Ed25519Identity identity, Inbox inbox) implements AutoCloseable {

    Principal principal() {
        return identity.principal();
    }

    /** Sends a message of one case, with fields as names and values in turn. */
    void say(String variantCase, Object... fields) throws Exception {
        send(CandidValue.variant(variantCase, CandidValue.record(fields)));
    }

    void send(CandidValue message) throws Exception {
        send(CandidEncoder.encode(message));
    }

    void send(byte[] content) throws Exception {
        client.send(content).get(Inbox.SECONDS, TimeUnit.SECONDS);
    }

    String refusal() throws InterruptedException {
        return inbox.next("Refused").get("reason").asText();
    }

    @Override
    public void close() {
        client.close();
    }
}
