package org.icws.testbench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.icws.gateway.event.GatewayEvent;
import org.icws.testbench.files.FileTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contents of messages by number. The newest stay in memory up to a bound, older ones go to a file in the background;
 * if that cannot keep up or the disk is full, the oldest contents are dropped and counted, and the file is tried again from
 * time to time. Thread-safe.
 */
public final class PayloadStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadStore.class);
    private static final int BLOCK = 64;
    private static final int DECODED_BLOCKS = 16;
    private static final int PROOF_BYTES = 900;
    private static final int OTHER_BYTES = 160;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final class Block {

        private GatewayEvent[] events = new GatewayEvent[BLOCK];
        private int count;
        private long bytes;
        private SpillFile.Place place;
        private boolean leaving;
    }

    private final List<Block> blocks = new ArrayList<>();
    private final ArrayDeque<Integer> inMemory = new ArrayDeque<>();
    private final Map<Integer, GatewayEvent[]> decoded = new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, GatewayEvent[]> eldest) {
            return size() > DECODED_BLOCKS;
        }
    };
    private final SpillFile file;
    private final Path directory;
    private final ExecutorService writer;
    private final LongSupplier nanoTime;
    private int firstBlock;
    private long memory;
    private long bound;
    private long lost;
    private String problem = "";
    private long tryAgainAt;
    private boolean closed;

    /**
     * @param bound bytes of contents in memory, as estimated
     * @param directory where the rest goes; null: it is dropped
     */
    public PayloadStore(long bound, Path directory) {
        this(bound, directory, System::nanoTime);
    }

    PayloadStore(long bound, Path directory, LongSupplier nanoTime) {
        this.bound = bound;
        this.directory = directory;
        this.nanoTime = nanoTime;
        this.file = directory == null ? null : new SpillFile(directory);
        this.writer = directory == null
                ? null
                : Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "contents-writer");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Keeps an event; returns its number, from 0. */
    public synchronized int add(GatewayEvent event) {
        int last = firstBlock + blocks.size() - 1;
        if (blocks.isEmpty() || blocks.get(blocks.size() - 1).count == BLOCK) {
            blocks.add(new Block());
            inMemory.addLast(++last);
        }
        Block block = blocks.get(blocks.size() - 1);
        block.events[block.count++] = event;
        long weight = weigh(event);
        block.bytes += weight;
        memory += weight;
        if (memory > bound) {
            makeRoom();
        }
        return last * BLOCK + block.count - 1;
    }

    private void makeRoom() {
        long leaving = 0;
        List<Integer> go = new ArrayList<>();
        for (int number : inMemory) {
            Block block = block(number);
            if (memory - leaving <= bound || block.count < BLOCK) {
                break;
            }
            leaving += block.bytes;
            if (!block.leaving) {
                block.leaving = true;
                go.add(number);
            }
        }
        for (int number : go) {
            if (writer == null || !mayWrite()) {
                forget(number);
            } else {
                writer.execute(() -> spill(number));
            }
        }
        // The disk cannot keep up: better to lose the oldest contents than the program its memory.
        while (memory > 2 * bound && inMemory.size() > 1) {
            forget(inMemory.peekFirst());
        }
    }

    /** While the disk refuses, one block from time to time finds out whether it still does. */
    private boolean mayWrite() {
        if (problem.isEmpty()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - tryAgainAt < 0) {
            return false;
        }
        tryAgainAt = now + AGAIN_NANOS;
        return true;
    }

    private void forget(int number) {
        inMemory.removeFirstOccurrence(number);
        Block block = block(number);
        if (block != null && block.events != null) {
            lost += block.count;
            memory -= block.bytes;
            block.events = null;
        }
    }

    private void spill(int number) {
        GatewayEvent[] events;
        synchronized (this) {
            Block block = block(number);
            if (block == null || block.events == null) {
                return;
            }
            events = block.events;
        }
        try {
            SpillFile.Place place = file.append(number, Arrays.asList(events));
            synchronized (this) {
                if (!problem.isEmpty()) {
                    problem = "";
                    LOG.info("Contents of old messages are written to {} again", directory);
                }
                Block block = block(number);
                if (block != null && block.events != null) {
                    block.place = place;
                    block.events = null;
                    memory -= block.bytes;
                    inMemory.removeFirstOccurrence(number);
                }
            }
        } catch (IOException e) {
            failed(number, e);
        }
    }

    private void failed(int number, IOException e) {
        String reason = FileTrouble.reason(e, directory); // asks the disk, so not under the lock
        synchronized (this) {
            if (problem.isEmpty() && !closed) {
                problem = "Contents of old messages are dropped: " + directory + " cannot be written, because " + reason
                        + ".";
                tryAgainAt = nanoTime.getAsLong() + AGAIN_NANOS;
                LOG.warn("{}", problem);
            }
            forget(number);
        }
    }

    private Block block(int number) {
        int index = number - firstBlock;
        return index < 0 || index >= blocks.size() ? null : blocks.get(index);
    }

    /** The event of this number; null if it is not kept any more. */
    public GatewayEvent get(int number) {
        int at = number / BLOCK;
        SpillFile.Place place;
        synchronized (this) {
            Block block = number < 0 ? null : block(at);
            if (block == null) {
                return null;
            }
            if (block.events != null) {
                return block.events[number % BLOCK];
            }
            place = block.place;
            GatewayEvent[] read = decoded.get(at);
            if (read != null || place == null) {
                return read == null ? null : read[number % BLOCK];
            }
        }
        try {
            GatewayEvent[] read = file.read(place);
            synchronized (this) {
                decoded.put(at, read);
            }
            return read[number % BLOCK];
        } catch (IOException e) {
            LOG.warn("The content of a message cannot be read again: {}", e.getMessage());
            return null;
        }
    }

    /** Every event that is kept, in order; may be called beside others that add. What goes meanwhile is left out. */
    public void forEach(Consumer<GatewayEvent> to) {
        int from;
        int until;
        synchronized (this) {
            from = firstBlock * BLOCK;
            until = blocks.isEmpty()
                    ? from
                    : (firstBlock + blocks.size() - 1) * BLOCK + blocks.get(blocks.size() - 1).count;
        }
        for (int slot = from; slot < until; slot++) {
            GatewayEvent event = get(slot);
            if (event != null) {
                to.accept(event);
            }
        }
    }

    /** Lets go of everything before this number; whole blocks only. */
    public synchronized void dropBefore(int number) {
        int keep = number / BLOCK;
        int gone = Math.min(keep - firstBlock, blocks.size());
        if (gone <= 0) {
            return;
        }
        for (int i = 0; i < gone; i++) {
            Block block = blocks.get(i);
            if (block.events != null) {
                memory -= block.bytes;
                block.events = null;
            }
        }
        blocks.subList(0, gone).clear();
        firstBlock += gone;
        while (!inMemory.isEmpty() && inMemory.peekFirst() < firstBlock) {
            inMemory.removeFirst();
        }
        if (file != null) {
            file.dropBefore(firstBlock);
        }
    }

    /** Forgets everything, for another network. */
    public synchronized void clear() {
        dropBefore((firstBlock + blocks.size()) * BLOCK);
        lost = 0;
    }

    /** Changes how much may stay in memory. */
    public synchronized void setBound(long bytes) {
        bound = bytes;
    }

    /** Estimated bytes in memory. */
    public synchronized long memoryBytes() {
        return memory;
    }

    /** Bytes in files. */
    public long diskBytes() {
        return file == null ? 0 : file.bytes();
    }

    /** How many contents had to be dropped although their rows are kept. */
    public synchronized long lost() {
        return lost;
    }

    /** Why nothing goes to the disk any more; empty if it does. */
    public synchronized String problem() {
        return problem;
    }

    private static long weigh(GatewayEvent event) {
        if (event instanceof GatewayEvent.CanisterMessage m) {
            return m.content().length + length(m.appContent()) + PROOF_BYTES;
        } else if (event instanceof GatewayEvent.ClientMessage m) {
            return m.frame().length + length(m.appContent()) + PROOF_BYTES;
        } else if (event instanceof GatewayEvent.PollCompleted p) {
            return length(p.certificate()) + length(p.tree()) + OTHER_BYTES;
        }
        return OTHER_BYTES;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Ends the writer and deletes the files. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (writer != null) {
            writer.shutdownNow();
            file.close();
        }
    }
}
