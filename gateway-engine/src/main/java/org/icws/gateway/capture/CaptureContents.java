package org.icws.gateway.capture;

import org.icws.gateway.event.GatewayEvent;

/** Receives what a capture file holds, in the order of the file. */
public interface CaptureContents {
    /** @param header the first line; always told first */
    default void header(CaptureHeader header) {}

    /** @param event one event */
    void event(GatewayEvent event);

    /** @param note what a person noted about an event */
    default void note(CaptureNote note) {}

    /**
     * @param principal of a client or canister, as text
     * @param name what people call it
     */
    default void name(String principal, String name) {}
}
