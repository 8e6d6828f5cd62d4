/** The page that shows how a start goes. */
package org.icws.testbench.welcome;
