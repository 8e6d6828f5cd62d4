/** The page that sends a message and shows what became of it. */
package org.icws.testbench.compose;
