/** What the person at the window has chosen, kept in the data directory; the pages to change it and to look it up. */
package org.icws.testbench.settings;
