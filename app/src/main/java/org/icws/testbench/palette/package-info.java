/** What lies over the page for a moment: the command palette and the sheet of shortcuts. */
package org.icws.testbench.palette;
