package org.icws.testbench.run;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;
import org.icws.replica.CanisterInfo;
import org.icws.replica.LocalReplica;
import org.icws.sample.SampleCanister;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.files.OwnerOnly;

/**
 * The sample canisters of the embedded replica. In a network that is kept, their ids are kept beside it, so that each is found
 * again instead of being installed a second time. Thread-safe; blocks.
 */
public final class SampleCanisters {

    private static final String FILE = "sample-canisters.properties";

    /**
     * A sample canister.
     *
     * @param id its id
     * @param found whether it was there already
     */
    public record Placed(Principal id, boolean found) {}

    private final LocalReplica replica;
    private final Path file;
    private final Map<String, Principal> ids = new TreeMap<>();

    /** @param directory where the network is kept; empty = in memory only */
    SampleCanisters(LocalReplica replica, Optional<Path> directory) {
        this.replica = replica;
        this.file = directory.map(d -> d.resolve(FILE)).orElse(null);
        read();
    }

    /**
     * The canister, installed now if it is not there. One that is there stays as it is, whatever its module or argument.
     *
     * @param argument for its installation
     * @throws org.icws.replica.ReplicaException the network refuses it
     * @throws TestbenchException its id cannot be kept
     */
    public synchronized Placed place(SampleCanister sample, byte[] argument) {
        String name = sample.canisterName();
        Optional<CanisterInfo> known = find(ids.get(name));
        if (known.isPresent() && known.get().moduleHash() != null) {
            return new Placed(known.get().id(), true);
        }
        Principal id = known.map(CanisterInfo::id).orElse(null);
        if (id == null) {
            id = replica.createCanister(List.of());
            ids.put(name, id);
            // Before it is installed: whenever this process ends, no second one is.
            write();
        }
        replica.install(id, sample.wasm(), argument);
        return new Placed(id, false);
    }

    /** Those that are there, by name: also those of an earlier run. */
    public synchronized Map<String, Principal> present() {
        Map<String, Principal> present = new TreeMap<>();
        ids.forEach((name, id) ->
                find(id).filter(info -> info.moduleHash() != null).ifPresent(info -> present.put(name, info.id())));
        return present;
    }

    private Optional<CanisterInfo> find(Principal id) {
        return replica.canisters().stream().filter(info -> info.id().equals(id)).findFirst();
    }

    private void read() {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            Properties stored = new Properties();
            stored.load(new StringReader(Files.readString(file)));
            stored.stringPropertyNames().forEach(name -> ids.put(name, Principals.parse(stored.getProperty(name))));
        } catch (IOException | ProtocolException | IllegalArgumentException e) {
            throw new TestbenchException(
                    "The ids of the sample canisters in " + file + " cannot be read (" + e.getMessage()
                            + "). Delete the file to have the sample canisters installed anew.",
                    e);
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        ids.forEach((name, id) -> lines.append(name).append('=').append(id).append('\n'));
        try {
            Path fresh = OwnerOnly.createTemporary(file.getParent(), "samples");
            try {
                Files.writeString(fresh, lines, StandardCharsets.UTF_8);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new TestbenchException(
                    "The ids of the sample canisters cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
