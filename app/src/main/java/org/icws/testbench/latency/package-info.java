/** The page of times: polls, deliveries, calls. */
package org.icws.testbench.latency;
