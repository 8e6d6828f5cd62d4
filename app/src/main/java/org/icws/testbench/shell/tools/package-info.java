/** Tools that look at the real window: pictures of every page, and how quick it is. */
package org.icws.testbench.shell.tools;
