/** The window: its frame around the pages, and the one place where everything is made and wired. */
package org.icws.testbench.shell;
