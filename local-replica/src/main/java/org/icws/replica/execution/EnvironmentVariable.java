package org.icws.replica.execution;

/**
 * A variable that controllers set for a canister.
 *
 * @param name at most 128 bytes
 * @param value at most 128 bytes
 */
public record EnvironmentVariable(String name, String value) {}
