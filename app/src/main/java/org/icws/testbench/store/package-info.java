/** What lies between the network and the pages: a bounded store, the pump that empties it, and helpers for numbers and names. */
package org.icws.testbench.store;
