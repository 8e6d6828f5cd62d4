/** Colours, type and the sheets of both themes. */
package org.icws.testbench.theme;
