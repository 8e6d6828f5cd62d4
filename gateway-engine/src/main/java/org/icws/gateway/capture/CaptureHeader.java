package org.icws.gateway.capture;

/**
 * The first line of a capture file.
 *
 * @param version version of the format
 * @param startedAtNanos when the capture began, ns since the epoch
 * @param gateway principal of the gateway, as text
 * @param rootKeyHex the network's root key in DER form, in hexadecimal digits
 */
public record CaptureHeader(int version, long startedAtNanos, String gateway, String rootKeyHex) {
    /** The version this program writes, and the newest one of which it knows everything. */
    public static final int CURRENT = 1;
}
