/** One table of everything a person can do: it binds the keys, feeds the command palette and makes the shortcut sheet. */
package org.icws.testbench.keys;
