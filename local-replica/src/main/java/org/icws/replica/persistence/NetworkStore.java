package org.icws.replica.persistence;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.replica.ReplicaException;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.state.Canister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with a network: {@code modules/} by hash, {@code state-N} with everything at a moment, {@code journal-N} with what
 * has happened since, and {@code lock}, which keeps others out. Thread-safe.
 *
 * <p>A round is in the journal, that is with the operating system, before anybody is told of its results; so what was acknowledged
 * outlives the process however it ends. It outlives a loss of power too if {@link #sync} is called in between.
 */
public final class NetworkStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkStore.class);
    private static final Pattern STATE = Pattern.compile("state-(\\d+)");
    private static final Pattern GENERATION = Pattern.compile("(state|journal)-(\\d+)(\\.tmp)?");
    private static final String WHAT_TO_DO =
            ". Nothing has been changed; use another directory, or move this one away to begin with a new network";
    private static final long MAX_JOURNAL_BYTES = 256L << 20;
    private static final long FURTHER_JOURNAL_BYTES = 64L << 20;

    private final Path directory;
    private final long seed;
    private final Map<Principal, CanisterTracker> trackers = new HashMap<>();
    private RecordFile journal;
    private final DirectoryLock lock;
    private long generation;
    private long longestJournal = MAX_JOURNAL_BYTES;
    private IOException broken;

    private NetworkStore(Path directory, long seed, DirectoryLock lock, long generation) {
        this.directory = directory;
        this.seed = seed;
        this.lock = lock;
        this.generation = generation;
    }

    /**
     * What a directory holds.
     *
     * @param directory with a network
     * @param loader parses modules
     * @return empty when there is none, or nothing in it
     * @throws DamagedStateException it cannot be read
     * @throws ReplicaException it does not fit into memory
     */
    public static Optional<StoredNetwork> read(Path directory, Function<byte[], CanisterModule> loader) {
        try {
            OptionalLong newest = newest(directory);
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(read(directory, newest.getAsLong(), loader));
        } catch (IOException e) {
            throw new DamagedStateException("The network's state in " + directory + " cannot be read: " + e, e);
        } catch (DamagedStateException e) {
            throw new DamagedStateException(
                    "The network's state in " + directory + " cannot be used: " + e.getMessage() + WHAT_TO_DO, e);
        } catch (RuntimeException e) {
            throw new DamagedStateException(
                    "The network's state in " + directory + " is damaged: " + e + WHAT_TO_DO, e);
        } catch (OutOfMemoryError e) {
            throw new ReplicaException(
                    "The network in " + directory + " needs more memory than the "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB that Java has; give Java a larger heap (-Xmx). Nothing has been changed",
                    e);
        }
    }

    private static StoredNetwork read(Path directory, long generation, Function<byte[], CanisterModule> loader)
            throws IOException {
        Map<String, CanisterModule> known = new HashMap<>();
        StoredNetwork network = new StoredNetwork(hash ->
                known.computeIfAbsent(HexFormat.of().formatHex(hash), key -> loader.apply(module(directory, key))));
        RecordReader.read(directory.resolve("state-" + generation), network::apply);
        if (!network.isComplete()) {
            throw new DamagedStateException("the file state-" + generation + " is incomplete");
        }
        Path journal = directory.resolve("journal-" + generation);
        if (Files.exists(journal)) {
            RecordReader.read(journal, network::apply);
        }
        return network;
    }

    private static byte[] module(Path directory, String hash) {
        try {
            return Files.readAllBytes(directory.resolve("modules").resolve(hash + ".wasm"));
        } catch (IOException e) {
            throw new DamagedStateException("the module " + hash + " cannot be read: " + e, e);
        }
    }

    /**
     * Checks that a directory has room for what another one holds.
     *
     * @param directory an existing one
     * @param other with a network
     * @throws ReplicaException there is too little
     */
    public static void requireRoom(Path directory, Path other) {
        try (Stream<Path> files = Files.walk(other)) {
            long needed = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                needed += Files.size(file);
            }
            Disk.requireRoom(directory, Files.getFileStore(directory).getUsableSpace() - needed);
        } catch (IOException e) {
            throw new ReplicaException("The room in " + directory + " cannot be found out: " + e, e);
        }
    }

    private static OptionalLong newest(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> STATE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .max();
        }
    }

    /**
     * Takes a directory for writing; nothing in it changes until {@link #checkpoint}.
     *
     * @param directory created if it is missing
     * @param seed the network's
     * @throws org.icws.replica.DataDirectoryInUseException another network uses it
     * @throws ReplicaException there is no room, or it cannot be written to
     */
    public static NetworkStore open(Path directory, long seed) {
        try {
            Files.createDirectories(directory.resolve("modules"));
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                Disk.requireRoom(directory);
                return new NetworkStore(directory, seed, lock, newest(directory).orElse(0));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ReplicaException(
                    "The directory " + directory + " cannot be used for the network's state: " + e, e);
        }
    }

    /** Keeps a module once; its hash. */
    private byte[] keep(CanisterModule module) {
        byte[] hash = module.hash();
        Path file = directory.resolve("modules").resolve(HexFormat.of().formatHex(hash) + ".wasm");
        try {
            if (!Files.exists(file)) {
                Disk.writeWhole(file, module.uploaded());
            }
        } catch (FileAlreadyExistsException e) {
            return hash;
        } catch (IOException e) {
            throw failed(e);
        }
        return hash;
    }

    private ReplicaException failed(IOException e) {
        return new ReplicaException("The network's state cannot be written to " + directory + ": " + e.getMessage(), e);
    }

    /**
     * Where a network stands.
     *
     * @param height number of the newest round
     * @param timeNanos its certified time
     * @param nextCanister the number in the id of the next canister
     */
    public record Moment(long height, long timeNanos, long nextCanister) {}

    /**
     * Writes everything into a new file, and starts a new journal if wanted. No message may be running. Calls that are let in
     * meanwhile wait, so that they are either in the state or in the new journal. If it fails, the old state and journal go on.
     *
     * @param canisters all of them
     * @param calls users' calls that are remembered
     * @param rest queues, ends and removed canisters
     * @param moment where the network stands
     * @param withJournal whether rounds will be written afterwards
     */
    public synchronized void checkpoint(
            Collection<Canister> canisters,
            Supplier<List<StoredNetwork.Call>> calls,
            RoundRecord rest,
            Moment moment,
            boolean withJournal) {
        // If it fails, for want of room most likely, it would fail again in the next round, and take its time again.
        longestJournal = (journal == null ? 0 : journal.size()) + FURTHER_JOURNAL_BYTES;
        long next = generation + 1;
        Path temporary = directory.resolve("state-" + next + ".tmp");
        try (RecordFile file = RecordFile.create(temporary)) {
            file.append(Records.header(seed));
            for (Canister canister : canisters) {
                file.append(out -> CanisterTracker.writeWhole(out.number(Records.CANISTER), canister, this::keep));
            }
            for (StoredNetwork.Call call : calls.get()) {
                file.append(Records.call(call));
            }
            file.append(out -> rest.write(out, moment, this));
            file.append(Records.end());
            file.force();
        } catch (IOException e) {
            discard(temporary, e);
            throw failed(e);
        } catch (RuntimeException | Error e) {
            discard(temporary, e);
            throw e;
        }
        switchTo(next, temporary, withJournal);
        longestJournal = MAX_JOURNAL_BYTES;
        if (withJournal) {
            trackers.clear();
            canisters.forEach(canister -> tracker(canister).wholeWritten(canister));
        }
    }

    /** What could not be written as a whole takes no room, which is short. */
    private static void discard(Path temporary, Throwable why) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void switchTo(long next, Path temporary, boolean withJournal) {
        RecordFile earlier = journal;
        try {
            RecordFile fresh = withJournal ? RecordFile.create(directory.resolve("journal-" + next)) : null;
            move(temporary, directory.resolve("state-" + next), fresh);
            journal = fresh;
            generation = next;
        } catch (IOException e) {
            discard(temporary, e);
            throw failed(e);
        }
        Disk.forceDirectory(directory);
        try {
            if (earlier != null) {
                earlier.close();
            }
            removeEarlier();
        } catch (IOException e) {
            // Nothing reads them any more, and the next checkpoint removes them too.
            LOG.warn("What a checkpoint has replaced in {} cannot be removed: {}", directory, e.toString());
        }
    }

    private static void move(Path temporary, Path state, RecordFile fresh) throws IOException {
        try {
            Files.move(temporary, state, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (fresh != null) {
                fresh.close();
            }
            throw e;
        }
    }

    /** Also what earlier runs have left because they were killed just here. */
    private void removeEarlier() throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(directory)) {
            old = files.filter(file -> {
                        Matcher matcher = GENERATION.matcher(file.getFileName().toString());
                        return matcher.matches() && Long.parseLong(matcher.group(2)) != generation;
                    })
                    .toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    private CanisterTracker tracker(Canister canister) {
        return trackers.computeIfAbsent(canister.id(), id -> new CanisterTracker());
    }

    void writeChanges(Out out, Canister canister) {
        tracker(canister).writeChanges(out, canister, this::keep);
    }

    /** Writes that a call by a user has been let in. Any thread. */
    public synchronized void called(StoredNetwork.Call call) {
        byte[] record = Records.call(call);
        append(out -> out.raw(record, 0, record.length));
    }

    /** Writes what a round has changed. */
    public synchronized void round(RoundRecord record, Moment moment) {
        append(out -> record.write(out, moment, this));
    }

    private void append(Consumer<Out> record) {
        if (broken != null) {
            // The network in memory is ahead of what could be written, so nothing more may be acknowledged.
            throw failed(broken);
        }
        try {
            journal.append(record);
        } catch (IOException e) {
            broken = e;
            throw failed(e);
        } catch (RuntimeException | Error e) {
            broken = new IOException("what a round has changed could not be written (" + e + ")", e);
            throw e;
        }
    }

    /** Makes sure that all that was written outlives a loss of power. Not while {@link #checkpoint} runs. */
    public void sync() {
        RecordFile file;
        synchronized (this) {
            file = journal;
        }
        try {
            // Without the monitor: calls are let in meanwhile.
            file.force();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Whether the journal has grown so long that a checkpoint should replace it. */
    public synchronized boolean isJournalLong() {
        return journal != null && journal.size() > longestJournal;
    }

    @Override
    public synchronized void close() {
        try {
            if (journal != null) {
                journal.close();
            }
            lock.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
