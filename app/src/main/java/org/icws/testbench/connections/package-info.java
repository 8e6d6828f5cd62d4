/** The page of the sessions. */
package org.icws.testbench.connections;
