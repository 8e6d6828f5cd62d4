package org.icws.replica;

import java.nio.file.Path;

/** The directory that a network is to be kept in is in use by another network, of this process or another one. */
public final class DataDirectoryInUseException extends ReplicaException {
    private static final long serialVersionUID = 1L;

    /**
     * @param directory which one
     * @param holder who has it, as far as that is known: "process 4711"
     */
    public DataDirectoryInUseException(Path directory, String holder) {
        super("The directory " + directory + " is in use by " + holder
                + "; stop that network, or keep this one in another directory");
    }
}
