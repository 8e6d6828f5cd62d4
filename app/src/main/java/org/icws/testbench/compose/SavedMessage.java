package org.icws.testbench.compose;

/**
 * A message that was kept under a name.
 *
 * @param name given by a person
 * @param draft the message
 */
public record SavedMessage(String name, Draft draft) {}
