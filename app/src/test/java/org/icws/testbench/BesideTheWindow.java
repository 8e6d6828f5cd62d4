package org.icws.testbench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks tests that have networks, processes and ports of their own, and no window: they run beside those of the window, which wait
 * for pulses most of the time. Among themselves they run one after the other, by the lock that they share: there are two processors,
 * and the methods of a class share its network.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("networks of their own")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BesideTheWindow {}
