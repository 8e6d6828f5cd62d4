/** The embedded local network as a library: {@link org.icws.replica.LocalReplica} and what configures it. */
package org.icws.replica;
