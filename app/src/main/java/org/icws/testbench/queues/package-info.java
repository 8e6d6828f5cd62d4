/** The page that shows what waits where. */
package org.icws.testbench.queues;
