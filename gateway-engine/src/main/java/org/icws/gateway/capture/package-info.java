/**
 * The event stream as a file, and back: JSON lines, one object per line with its {@code kind}. The first line is the header
 * (kind {@code header}, format {@code icws-capture}, version), the last one of a finished file has kind {@code end}. Lines of
 * kind {@code lost} tell how many events are missing at that place. All others hold one event under {@code event}, with the
 * names of {@link org.icws.gateway.event.GatewayEvent}'s records; bytes are base64, principals text, nonces of clients text
 * because they use all 64 bits. Lines of kind {@code note} hold what a person noted about an event, those of kind {@code
 * name} what people call a principal. A later version may add kinds and fields; a reader skips what it does not know.
 */
package org.icws.gateway.capture;
