package org.icws.replica;

import java.time.Instant;

/**
 * A line a canister printed.
 *
 * @param index counts the canister's lines from 0
 * @param time when it was printed
 * @param replicated whether the public network would keep it, which it does not do for queries
 * @param text cut to 4096 characters
 */
public record LogLine(long index, Instant time, boolean replicated, String text) {}
