package org.icws.protocol.request;

/**
 * A request ready to be sent.
 *
 * @param requestId 32 bytes, to ask for the status with
 * @param envelope the body of the HTTP request
 */
public record SignedRequest(byte[] requestId, byte[] envelope) {}
