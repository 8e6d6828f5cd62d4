package org.icws.testbench.client;

/** Hears what happens to a client of the proof of concept's protocol, on its network thread. Must return quickly. */
public interface PocClientListener {

    /** Hears nothing. */
    PocClientListener NONE = new PocClientListener() {};

    /** The state changed; {@code reason} says why it closed, otherwise it is empty. */
    default void onState(PocTestClient client, ClientState state, String reason) {}

    /** A verified message; its content is what the application made of it. */
    default void onMessage(PocTestClient client, ReceivedMessage message) {}
}
