package org.icws.replica.persistence;

import java.util.function.Function;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterLog;

/** Knows what of a canister is on disk already, and writes the rest. Confined to one thread. */
final class CanisterTracker {
    private WasmCanister known;
    private int knownRare = -1;
    private long knownLogNext;
    private int knownLogClearings = -1;

    /** Writes everything. */
    static void writeWhole(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        out.principal(canister.id()).blob(CanisterCodec.common(canister));
        out.flag(true).blob(CanisterCodec.rare(canister, modules));
        out.flag(true).blob(CanisterCodec.log(canister.log().all()));
        if (canister.wasm() == null) {
            out.number(StoredCanister.CODE_NONE);
        } else {
            out.number(StoredCanister.CODE_WHOLE);
            ImageCodec.write(out, canister.wasm().image(), modules);
        }
    }

    /** Notes that everything has just been written. */
    void wholeWritten(Canister canister) {
        known = canister.wasm();
        knownRare = canister.rareChanges();
        // What a query has printed since is written twice, so that nothing is left out.
        knownLogClearings = -1;
        if (known != null) {
            known.track();
        }
    }

    /** Writes what has changed since the last time. No message may be running on the canister. */
    void writeChanges(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        out.principal(canister.id()).blob(CanisterCodec.common(canister));
        boolean rare = canister.rareChanges() != knownRare;
        out.flag(rare);
        if (rare) {
            out.blob(CanisterCodec.rare(canister, modules));
            knownRare = canister.rareChanges();
        }
        writeLog(out, canister.log());
        WasmCanister wasm = canister.wasm();
        if (wasm == null) {
            out.number(StoredCanister.CODE_NONE);
        } else if (wasm == known) {
            out.number(StoredCanister.CODE_CHANGES);
            ImageCodec.write(out, wasm.takeChanges());
        } else {
            out.number(StoredCanister.CODE_WHOLE);
            ImageCodec.write(out, wasm.image(), modules);
            wasm.track();
        }
        known = wasm;
    }

    private void writeLog(Out out, CanisterLog log) {
        int clearings = log.clearings();
        CanisterLog.Part part = log.since(knownLogNext, knownLogClearings);
        out.flag(part.fromStart() || !part.lines().isEmpty());
        if (part.fromStart() || !part.lines().isEmpty()) {
            out.blob(CanisterCodec.log(part));
        }
        knownLogNext = part.next();
        knownLogClearings = clearings;
    }
}
