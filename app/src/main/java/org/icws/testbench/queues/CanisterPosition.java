package org.icws.testbench.queues;

/**
 * How far the gateway has read one canister's queue.
 *
 * @param nextNonce the message number the next poll asks for
 * @param messages messages received so far
 * @param behind whether the last answer said that more messages wait
 * @param state what the poller is doing, in words
 */
public record CanisterPosition(String canister, long nextNonce, long messages, boolean behind, String state) {}
