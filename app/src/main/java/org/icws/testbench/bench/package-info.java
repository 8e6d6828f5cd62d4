/**
 * Measures the gateway's speed: a stub network and load clients in processes of their own, as light as can be made, and the
 * gateway alone in a third, so that its CPU time is its own.
 */
package org.icws.testbench.bench;
