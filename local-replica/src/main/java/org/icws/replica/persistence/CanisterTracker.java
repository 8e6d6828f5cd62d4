package org.icws.replica.persistence;

import java.util.List;
import java.util.function.Function;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterLog;
import org.icws.replica.state.RareChange;

/** Knows what of a canister is on disk already, and writes the rest. Confined to one thread. */
final class CanisterTracker {
    private WasmCanister known;
    private boolean written;
    private long knownHistory;
    private long knownLogNext;
    private int knownLogClearings = -1;

    /** Writes everything. */
    static void writeWhole(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        out.principal(canister.id()).blob(CanisterCodec.common(canister));
        CanisterCodec.writeRare(out.number(StoredCanister.RARE_WHOLE), canister, modules);
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
        written = true;
        knownHistory = canister.history().total();
        // It is all in what has been written.
        canister.takeRareChanges();
        // What a query has printed since is written twice, so that nothing is left out.
        knownLogClearings = -1;
        if (known != null) {
            known.track();
        }
    }

    /** Writes what has changed since the last time. No message may be running on the canister. */
    void writeChanges(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        out.principal(canister.id()).blob(CanisterCodec.common(canister));
        writeRare(out, canister, modules);
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

    private void writeRare(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        List<RareChange> changes = canister.takeRareChanges();
        if (!written) {
            CanisterCodec.writeRare(out.number(StoredCanister.RARE_WHOLE), canister, modules);
        } else if (changes.isEmpty() && canister.history().total() == knownHistory) {
            out.number(StoredCanister.RARE_UNCHANGED);
        } else {
            RareCodec.writeChanges(out.number(StoredCanister.RARE_CHANGES), canister, changes, modules);
        }
        written = true;
        knownHistory = canister.history().total();
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
