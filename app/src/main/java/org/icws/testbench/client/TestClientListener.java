package org.icws.testbench.client;

/** Hears what happens to a client, on its network thread, one call at a time. Must return quickly. */
public interface TestClientListener {

    /** Hears nothing. */
    TestClientListener NONE = new TestClientListener() {};

    /** The state changed; {@code reason} says why it closed, otherwise it is empty. */
    default void onState(TestClient client, ClientState state, String reason) {}

    /** A verified application message. */
    default void onMessage(TestClient client, ReceivedMessage message) {}
}
