/** The command line: options, their checks, and where logs go. */
package org.icws.testbench.cli;
