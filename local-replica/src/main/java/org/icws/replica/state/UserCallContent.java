package org.icws.replica.state;

import org.icws.replica.execution.CallerInfo;

/**
 * What a user wants to be called.
 *
 * @param method the method
 * @param argument Candid bytes
 * @param expiryNanos must have been started by then
 * @param callerInfo what was said about the user
 */
public record UserCallContent(String method, byte[] argument, long expiryNanos, CallerInfo callerInfo) {}
