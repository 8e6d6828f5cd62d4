/**
 * The testbench's parts together, with clients that are not ours: the unmodified JavaScript SDK of the v1 protocol, a proxy
 * that forges, a network that is slow or gone.
 */
package org.icws.testbench.interop;
