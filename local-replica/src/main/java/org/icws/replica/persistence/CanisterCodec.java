package org.icws.replica.persistence;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.OutgoingCall.Closure;
import org.icws.replica.state.CallContext;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterLog;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.CyclesConsumed;
import org.icws.replica.state.LowMemoryHook;
import org.icws.replica.state.PendingCallback;
import org.icws.replica.state.RequestRecord;

/** What a canister consists of besides its instance, on disk. Stateless. */
final class CanisterCodec {
    private CanisterCodec() {}

    /** What may change with every message. */
    static byte[] common(Canister canister) {
        Out out = new Out();
        SettingsCodec.write(out, canister.settings());
        out.number(canister.status().ordinal())
                .number(canister.version())
                .big(canister.cycles())
                .blob(canister.certifiedData())
                .fixed64(canister.timerNanos())
                .number(canister.nextId());
        out.list(canister.contexts().values(), context -> context(out, context));
        out.list(canister.callbacks().entrySet(), entry -> callback(out.number(entry.getKey()), entry.getValue()));
        var waiters = canister.stopWaiters().stream()
                .filter(waiter -> !(waiter.origin() instanceof CallOrigin.Program))
                .toList();
        out.list(waiters, waiter -> {
            OriginCodec.write(out, waiter.origin());
            out.big(waiter.cycles()).fixed64(waiter.untilNanos());
        });
        out.big(canister.consumed().httpOutcalls())
                .big(canister.consumed().burned())
                .number(canister.lowMemoryHook().ordinal());
        var informed = canister.contexts().values().stream()
                .filter(context -> !context.callerInfo().isNone())
                .toList();
        out.list(informed, context -> Records.callerInfo(out.number(context.id()), context.callerInfo()));
        out.fixed64(canister.createdNanos()).fixed64(canister.installedNanos());
        return out.bytes();
    }

    private static void context(Out out, CallContext context) {
        out.number(context.id());
        OriginCodec.write(out, context.origin());
        out.blob(context.caller())
                .fixed64(context.deadlineNanos())
                .big(context.availableCycles())
                .flag(context.hasResponded())
                .flag(context.isDeleted())
                .number(context.outstandingCalls())
                .fixed64(context.instructions());
    }

    private static void callback(Out out, PendingCallback callback) {
        out.number(callback.context().id()).principal(callback.callee());
        closure(out, callback.onReply());
        closure(out, callback.onReject());
        out.flag(callback.onCleanup() != null);
        if (callback.onCleanup() != null) {
            closure(out, callback.onCleanup());
        }
        out.big(callback.cycles()).fixed64(callback.deadlineNanos());
    }

    private static void closure(Out out, Closure closure) {
        out.fixed64(closure.index()).fixed64(closure.environment());
    }

    /** Fills a canister with what {@link #common} wrote. */
    static void readCommon(In in, Canister canister, Function<byte[], RequestRecord> requests) {
        canister.settings(SettingsCodec.read(in));
        canister.status(CanisterStatus.values()[(int) in.number()]);
        canister.version(in.number());
        canister.cycles(in.big());
        canister.certifiedData(in.blob());
        canister.timerNanos(in.fixed64());
        canister.nextId(in.number());
        Map<Long, CallContext> contexts = new HashMap<>();
        for (CallContext context : in.list(() -> readContext(in, requests))) {
            contexts.put(context.id(), context);
            // Calls of the embedding program end with the process.
            if (!context.isOver()) {
                canister.contexts().put(context.id(), context);
            }
        }
        in.list(() -> {
            canister.callbacks().put(in.number(), readCallback(in, contexts));
            return null;
        });
        in.list(() -> canister.stopWaiters()
                .add(new Canister.StopWaiter(OriginCodec.read(in, requests), in.big(), in.fixed64())));
        canister.consumed(new CyclesConsumed(in.big(), in.big()));
        canister.lowMemoryHook(LowMemoryHook.values()[(int) in.number()]);
        if (!in.isAtEnd()) {
            in.list(() -> readCallerInfo(in, contexts));
        }
        if (!in.isAtEnd()) {
            canister.createdNanos(in.fixed64());
            canister.installedNanos(in.fixed64());
        }
    }

    private static CallContext readCallerInfo(In in, Map<Long, CallContext> contexts) {
        CallContext context = contexts.get(in.number());
        if (context == null) {
            throw new DamagedStateException("something is said about the caller of no call");
        }
        context.callerInfo(Records.readCallerInfo(in));
        return context;
    }

    private static CallContext readContext(In in, Function<byte[], RequestRecord> requests) {
        CallContext context =
                new CallContext(in.number(), OriginCodec.read(in, requests), in.blob(), in.fixed64(), in.big());
        if (in.flag()) {
            context.markResponded();
        }
        if (in.flag()) {
            context.markDeleted();
        }
        long outstanding = in.number();
        for (long i = 0; i < outstanding; i++) {
            context.callSent();
        }
        context.instructions(in.fixed64());
        return context;
    }

    private static PendingCallback readCallback(In in, Map<Long, CallContext> contexts) {
        CallContext context = contexts.get(in.number());
        if (context == null) {
            throw new DamagedStateException("a callback belongs to no call");
        }
        return new PendingCallback(
                context,
                in.principal(),
                readClosure(in),
                readClosure(in),
                in.flag() ? readClosure(in) : null,
                in.big(),
                in.fixed64());
    }

    private static Closure readClosure(In in) {
        return new Closure(in.fixed64(), in.fixed64());
    }

    /** What changes rarely and may be large. */
    static void writeRare(Out out, Canister canister, Function<CanisterModule, byte[]> modules) {
        out.number(canister.history().total())
                .list(canister.history().newest(Long.MAX_VALUE), change -> SettingsCodec.write(out, change));
        out.list(canister.chunks().all(), out::blob);
        out.list(canister.snapshots().values(), snapshot -> {
            SnapshotCodec.write(out, snapshot, modules);
        });
    }

    static void readRare(In in, Canister canister, Function<byte[], CanisterModule> modules) {
        canister.history().restore(in.number(), in.list(() -> SettingsCodec.readChange(in)));
        in.list(in::blob).forEach(canister.chunks()::add);
        in.list(() -> {
            CanisterSnapshot snapshot = SnapshotCodec.read(in, modules, SnapshotCodec.images(canister, null));
            return canister.snapshots().put(HexFormat.of().formatHex(snapshot.id()), snapshot);
        });
    }

    static byte[] log(CanisterLog.Part part) {
        Out out = new Out().flag(part.fromStart()).number(part.next());
        out.list(part.lines(), line -> out.number(line.index())
                .fixed64(line.timeNanos())
                .flag(line.replicated())
                .text(line.text()));
        return out.bytes();
    }

    /** Whether a part of a log replaces what was before. */
    static boolean isWholeLog(byte[] part) {
        return new In(part).flag();
    }

    static void readLog(In in, Canister canister) {
        canister.log()
                .restore(new CanisterLog.Part(
                        in.flag(),
                        in.number(),
                        in.list(() -> new CanisterLog.Line(in.number(), in.fixed64(), in.flag(), in.text()))));
    }
}
