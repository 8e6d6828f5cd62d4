package org.icws.replica.scheduler;

import org.icws.replica.persistence.NetworkStore;
import org.icws.replica.persistence.StoredNetwork;

/**
 * Where a network comes from and is kept.
 *
 * @param earlier what it was when it ended; null = it is new
 * @param store where to write; null = nowhere
 * @param seed of its keys
 * @param syncWrites whether each round is forced to the disk
 */
public record Storage(StoredNetwork earlier, NetworkStore store, long seed, boolean syncWrites) {
    /** Gives the directory back when the network could not be started. */
    public void release() {
        if (store != null) {
            store.close();
        }
    }
}
