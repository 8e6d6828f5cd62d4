package org.icws.replica.state;

/**
 * What a user wants to be called.
 *
 * @param method the method
 * @param argument Candid bytes
 * @param expiryNanos must have been started by then
 */
public record UserCallContent(String method, byte[] argument, long expiryNanos) {}
