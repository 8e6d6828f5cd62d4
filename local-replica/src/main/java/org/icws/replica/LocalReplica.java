package org.icws.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.ic4j.types.Principal;

/**
 * An embedded Internet Computer local network: one root subnet with one node, real canister Wasm, the public HTTP interface, and
 * certificates that verify against {@link #rootKeyDer()}. All state is in memory. Thread-safe.
 */
public final class LocalReplica implements AutoCloseable {

    private LocalReplica() {}

    /**
     * Starts a network and its HTTP interface.
     *
     * @param config how it runs
     * @throws PortInUseException the port is taken
     * @throws ReplicaException anything else that prevents the start
     */
    public static LocalReplica start(ReplicaConfig config) {
        throw new ReplicaException("This build has no execution engine yet");
    }

    /** Base address of the HTTP interface, for example {@code http://127.0.0.1:4943}. */
    public URI url() {
        return null;
    }

    /** The bound TCP port. */
    public int port() {
        return 0;
    }

    /** The network's root public key, 133 bytes DER. */
    public byte[] rootKeyDer() {
        return null;
    }

    /**
     * Creates an empty canister.
     *
     * @param controllers who may manage it, at most 10
     * @return its id
     */
    public Principal createCanister(List<Principal> controllers) {
        return null;
    }

    /**
     * Installs a module into an empty canister and runs its {@code canister_init}. Returns when the canister answers calls.
     *
     * @param canister an id from {@link #createCanister}
     * @param wasm the module, plain or gzip
     * @param arg Candid argument of the init method
     * @throws ReplicaException no such canister, not empty, invalid module, or the init trapped; the canister is as before
     */
    public void install(Principal canister, byte[] wasm, byte[] arg) {}

    /** Number of rounds executed so far. */
    public long round() {
        return 0;
    }

    /** All canisters in order of their ids. */
    public List<CanisterInfo> canisters() {
        return List.of();
    }

    /**
     * Waits until no message is queued or running and nothing is due at the clock's present time.
     *
     * @param timeout real time to wait at most
     * @throws ReplicaException still busy after that time
     */
    public void awaitIdle(Duration timeout) {}

    /** Stops answering abruptly, as a crashed process would: open connections break, new ones are refused. State is lost. */
    public void kill() {}

    /** Stops: answers what is being answered, then frees the port and all threads. Idempotent. */
    @Override
    public void close() {}
}
