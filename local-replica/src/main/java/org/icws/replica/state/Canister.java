package org.icws.replica.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.WasmCanister;

/**
 * One canister's state between messages. All of it belongs to the thread that runs the canister's messages; only what is marked so
 * may be read from elsewhere.
 */
public final class Canister {
    private final Principal id;
    private final List<Principal> controllers;
    private final CanisterLog log;
    private final Map<Long, PendingCallback> callbacks = new HashMap<>();
    private volatile WasmCanister wasm;
    private volatile long version;
    private volatile long memoryBytes;
    private byte[] certifiedData = {};
    private long timerNanos;
    private long nextCallbackId;

    /**
     * @param id its principal
     * @param controllers who may manage it
     */
    public Canister(Principal id, List<Principal> controllers) {
        this.id = id;
        this.controllers = List.copyOf(controllers);
        this.log = new CanisterLog(id);
    }

    /** Its principal. Any thread. */
    public Principal id() {
        return id;
    }

    /** Who may manage it. Any thread. */
    public List<Principal> controllers() {
        return controllers;
    }

    /** What it printed. Any thread. */
    public CanisterLog log() {
        return log;
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

    /** Puts code in place. */
    public void install(WasmCanister running) {
        wasm = running;
        certifiedData = new byte[0];
        timerNanos = 0;
    }

    /** Number of successful changes. Any thread. */
    public long version() {
        return version;
    }

    /** Memory in use after the last change. Any thread. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Notes a successful change. */
    public void changed() {
        version = version + 1;
        memoryBytes = wasm.memoryBytes();
    }

    /** What the canister had certified. */
    public byte[] certifiedData() {
        return certifiedData;
    }

    /** Sets what to certify, at most 32 bytes. */
    public void certifiedData(byte[] data) {
        certifiedData = data;
    }

    /** When its global timer is due; 0 = not armed. */
    public long timerNanos() {
        return timerNanos;
    }

    /** Arms or, with 0, disarms the global timer. */
    public void timerNanos(long nanos) {
        timerNanos = nanos;
    }

    /** Notes a sent call and names it. */
    public long addCallback(PendingCallback callback) {
        long callbackId = nextCallbackId++;
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
}
