/** The Merkle tree over the state, witnesses cut from it, and the keys that sign. */
package org.icws.replica.certification;
