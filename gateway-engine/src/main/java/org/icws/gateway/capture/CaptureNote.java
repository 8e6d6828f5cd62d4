package org.icws.gateway.capture;

/**
 * What a person noted about an event of a capture.
 *
 * @param sequence number of the event
 * @param pinned whether it is to be kept whatever goes
 * @param marked whether it stands out
 * @param comment words; may be empty
 */
public record CaptureNote(long sequence, boolean pinned, boolean marked, String comment) {}
