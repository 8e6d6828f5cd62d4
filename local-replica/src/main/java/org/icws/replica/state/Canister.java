package org.icws.replica.state;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.WasmCanister;

/**
 * One canister's state between messages. All of it belongs to the thread that runs the canister's messages; only what is marked so
 * may be read from elsewhere.
 */
public final class Canister {
    /** What a local network usually gives a new canister. */
    public static final BigInteger INITIAL_CYCLES = BigInteger.valueOf(100_000_000_000_000L);

    /** Of what an amount of cycles is made, on the public network too. */
    public static final int CYCLES_BITS = 128;

    /** The most cycles a canister can have. */
    public static final BigInteger MOST_CYCLES =
            BigInteger.ONE.shiftLeft(CYCLES_BITS).subtract(BigInteger.ONE);

    private final Principal id;
    private final CanisterLog log;
    private final CanisterHistory history = new CanisterHistory();
    private final ChunkStore chunks = new ChunkStore();
    private final Map<String, CanisterSnapshot> snapshots = new ConcurrentSkipListMap<>();
    /** In the order in which they began, in which they are also told when they end together. */
    private final Map<Long, CallContext> contexts = new LinkedHashMap<>();

    private final Map<Long, PendingCallback> callbacks = new LinkedHashMap<>();
    private final List<StopWaiter> stopWaiters = new ArrayList<>();
    private final List<RareChange> rareChanges = new ArrayList<>();
    private volatile CanisterSettings settings;
    private volatile CanisterStatus status = CanisterStatus.RUNNING;
    private volatile WasmCanister wasm;
    private volatile long version;
    private volatile long memoryBytes;
    private volatile BigInteger cycles = INITIAL_CYCLES;
    private final AtomicLong updates = new AtomicLong();
    private final QueryStatistics queryStatistics = new QueryStatistics();
    private volatile CyclesConsumed consumed = CyclesConsumed.NONE;
    private LowMemoryHook lowMemoryHook = LowMemoryHook.CONDITION_NOT_SATISFIED;
    private byte[] certifiedData = {};
    private long createdNanos;
    private long installedNanos;
    private long timerNanos;
    private long heartbeatNanos;
    private long nextId;

    /**
     * Who waits until a canister has stopped.
     *
     * @param origin the call
     * @param cycles that came with it
     * @param untilNanos when the waiting is given up
     */
    public record StopWaiter(CallOrigin origin, BigInteger cycles, long untilNanos) {}

    /**
     * @param id its principal
     * @param settings what its controllers decide
     */
    public Canister(Principal id, CanisterSettings settings) {
        this.id = id;
        this.settings = settings;
        this.log = new CanisterLog(id);
    }

    /** Its principal. Any thread. */
    public Principal id() {
        return id;
    }

    /** Counts an update call that was carried out. Any thread. */
    public void countUpdate() {
        updates.incrementAndGet();
    }

    /** Sets how many update calls an earlier run of the network has carried out. */
    public void countedUpdates(long earlier) {
        updates.set(earlier);
    }

    /** Update calls. Any thread. */
    public long updates() {
        return updates.get();
    }

    /** What its queries have taken. Any thread. */
    public QueryStatistics queryStatistics() {
        return queryStatistics;
    }

    /** What its controllers decide. Any thread. */
    public CanisterSettings settings() {
        return settings;
    }

    /** Replaces the settings. */
    public void settings(CanisterSettings changed) {
        settings = changed;
        log.limit(changed.number(CanisterSettings.Number.LOG_MEMORY_LIMIT).intValue());
    }

    /** Who may manage it. Any thread. */
    public List<Principal> controllers() {
        return settings.controllers();
    }

    /** Whether it takes calls. Any thread. */
    public CanisterStatus status() {
        return status;
    }

    /** Sets whether it takes calls. */
    public void status(CanisterStatus changed) {
        status = changed;
    }

    /** What it printed. Any thread. */
    public CanisterLog log() {
        return log;
    }

    /** What was done to it. */
    public CanisterHistory history() {
        return history;
    }

    /** Parts of modules kept here. Any thread. */
    public ChunkStore chunks() {
        return chunks;
    }

    /** Its snapshots by id as hex, oldest first, as ids begin with a number that grows. Any thread may read. */
    public Map<String, CanisterSnapshot> snapshots() {
        return snapshots;
    }

    /** Notes a change of chunks or snapshots. */
    public void changedRarely(RareChange change) {
        rareChanges.add(change);
    }

    /** The changes of chunks and snapshots since this was asked last. */
    public List<RareChange> takeRareChanges() {
        List<RareChange> taken = List.copyOf(rareChanges);
        rareChanges.clear();
        return taken;
    }

    /** Who waits until it has stopped. */
    public List<StopWaiter> stopWaiters() {
        return stopWaiters;
    }

    /** The running instance; null = no code installed. Any thread may look whether there is one. */
    public WasmCanister wasm() {
        return wasm;
    }

    /** The installed module; null = none. Any thread. */
    public CanisterModule module() {
        WasmCanister running = wasm;
        return running == null ? null : running.module();
    }

    /** Puts code in place, or with null removes it. The timer is disarmed. */
    public void install(WasmCanister running) {
        if (wasm != null) {
            wasm.release();
        }
        wasm = running;
        timerNanos = 0;
        memoryBytes = running == null ? 0 : running.memoryBytes();
    }

    /** Puts code in place that ran before, without any other change. */
    public void restore(WasmCanister running) {
        wasm = running;
        memoryBytes = running.memoryBytes();
    }

    /** Number of successful changes. Any thread. */
    public long version() {
        return version;
    }

    /** Sets the number of successful changes. */
    public void version(long number) {
        version = number;
    }

    /** Memory in use after the last change. Any thread. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Notes a successful change. */
    public void changed() {
        version = version + 1;
        memoryBytes = wasm == null ? 0 : wasm.memoryBytes();
    }

    /** Its cycle balance. Any thread. */
    public BigInteger cycles() {
        return cycles;
    }

    /** Sets its cycle balance. */
    public void cycles(BigInteger balance) {
        cycles = balance;
    }

    /** What it has lost for good. Any thread. */
    public CyclesConsumed consumed() {
        return consumed;
    }

    /** Sets what it has lost for good. */
    public void consumed(CyclesConsumed sum) {
        consumed = sum;
    }

    /** How things stand with the hook for low memory. */
    public LowMemoryHook lowMemoryHook() {
        return lowMemoryHook;
    }

    /** Sets how things stand with the hook for low memory. */
    public void lowMemoryHook(LowMemoryHook changed) {
        lowMemoryHook = changed;
    }

    /** Whether less linear memory than the threshold in the settings is left. */
    public boolean isMemoryLow() {
        WasmCanister running = wasm;
        BigInteger threshold = settings.number(CanisterSettings.Number.WASM_MEMORY_THRESHOLD);
        if (running == null || threshold.signum() == 0) {
            return false;
        }
        BigInteger limit = settings.number(CanisterSettings.Number.WASM_MEMORY_LIMIT);
        BigInteger most = BigInteger.valueOf(WasmCanister.MAX_LINEAR_BYTES);
        BigInteger left = (limit.signum() == 0 ? most : limit.min(most))
                .subtract(BigInteger.valueOf(running.linearBytes()))
                .max(BigInteger.ZERO);
        return left.compareTo(threshold) < 0;
    }

    /** What the canister had certified. */
    public byte[] certifiedData() {
        return certifiedData;
    }

    /** Sets what to certify, at most 32 bytes. */
    public void certifiedData(byte[] data) {
        certifiedData = data;
    }

    /** When it came into being; 0 = in a network that was kept before this was. */
    public long createdNanos() {
        return createdNanos;
    }

    /** Sets when it came into being. */
    public void createdNanos(long nanos) {
        createdNanos = nanos;
    }

    /** When its present code was put in place; 0 = none, or as for {@link #createdNanos()}. */
    public long installedNanos() {
        return installedNanos;
    }

    /** Sets when its present code was put in place. */
    public void installedNanos(long nanos) {
        installedNanos = nanos;
    }

    /** When its global timer is due; 0 = not armed. */
    public long timerNanos() {
        return timerNanos;
    }

    /** Arms or, with 0, disarms the global timer. */
    public void timerNanos(long nanos) {
        timerNanos = nanos;
    }

    /** When its heartbeat is due; 0 = at once. Round loop only. */
    public long heartbeatNanos() {
        return heartbeatNanos;
    }

    /** Sets when its heartbeat is due. Round loop only. */
    public void heartbeatNanos(long nanos) {
        heartbeatNanos = nanos;
    }

    /** Opens a call context. */
    public CallContext open(CallOrigin origin, byte[] caller, long deadlineNanos, BigInteger offered) {
        CallContext context = new CallContext(nextId++, origin, caller, deadlineNanos, offered);
        contexts.put(context.id(), context);
        return context;
    }

    /** Forgets a call context that is over. */
    public void close(CallContext context) {
        contexts.remove(context.id());
    }

    /** The calls that are not over. */
    public Map<Long, CallContext> contexts() {
        return contexts;
    }

    /** Notes a sent call and names it. */
    public long addCallback(PendingCallback callback) {
        long callbackId = nextId++;
        callbacks.put(callbackId, callback);
        return callbackId;
    }

    /** Takes what waits for an answer; null = the answer came too late. */
    public PendingCallback takeCallback(long callbackId) {
        return callbacks.remove(callbackId);
    }

    /** The sent calls without an answer. */
    public Map<Long, PendingCallback> callbacks() {
        return callbacks;
    }

    /** The number the next context or callback gets. */
    public long nextId() {
        return nextId;
    }

    /** Sets the number the next context or callback gets. */
    public void nextId(long number) {
        nextId = number;
    }
}
