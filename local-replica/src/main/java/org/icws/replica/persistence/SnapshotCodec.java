package org.icws.replica.persistence;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.GlobalValue;
import org.icws.replica.execution.ImagePages;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.ChunkStore;
import org.icws.replica.state.LowMemoryHook;
import org.icws.replica.state.SnapshotUpload;

/** Snapshots of canisters on disk. Stateless. */
final class SnapshotCodec {
    private SnapshotCodec() {}

    static void write(Out out, CanisterSnapshot snapshot, Function<CanisterModule, byte[]> modules) {
        out.blob(snapshot.id()).fixed64(snapshot.takenAtNanos()).number(snapshot.canisterVersion());
        out.blob(snapshot.certifiedData()).list(snapshot.chunks(), out::blob);
        out.flag(snapshot.timerNanos() != null).fixed64(snapshot.timerNanos() == null ? 0 : snapshot.timerNanos());
        out.flag(snapshot.lowMemoryHook() != null)
                .number(
                        snapshot.lowMemoryHook() == null
                                ? 0
                                : snapshot.lowMemoryHook().ordinal());
        out.flag(snapshot.image() != null);
        if (snapshot.image() != null) {
            ImageCodec.write(out, snapshot.image(), modules);
        } else {
            write(out, snapshot.upload());
        }
    }

    private static void write(Out out, SnapshotUpload upload) {
        out.blob(upload.module());
        out.list(upload.globals(), global -> out.text(global.type()).fixed64(global.bits()));
        PageCodec.writeAll(out, upload.memory().pages());
        PageCodec.writeAll(out, upload.stable().pages());
        out.list(upload.chunks().all(), out::blob);
    }

    /** @param known images that may share pages with this one */
    static CanisterSnapshot read(In in, Function<byte[], CanisterModule> modules, List<CanisterImage> known) {
        byte[] id = in.blob();
        long takenAt = in.fixed64();
        long version = in.number();
        byte[] certified = in.blob();
        List<byte[]> chunks = in.list(in::blob);
        boolean hasTimer = in.flag();
        long timer = in.fixed64();
        boolean hasHook = in.flag();
        LowMemoryHook hook = LowMemoryHook.values()[(int) in.number()];
        boolean taken = in.flag();
        return new CanisterSnapshot(
                id,
                takenAt,
                version,
                taken ? ImageCodec.read(in, modules, known) : null,
                taken ? null : readUpload(in),
                certified,
                chunks,
                hasTimer ? timer : null,
                hasHook ? hook : null);
    }

    /**
     * The images of a canister that is being read.
     *
     * @param running null = it has no code, or that is read later
     */
    static List<CanisterImage> images(Canister canister, CanisterImage running) {
        return Stream.concat(
                        canister.snapshots().values().stream().map(CanisterSnapshot::image), Stream.ofNullable(running))
                .filter(Objects::nonNull)
                .toList();
    }

    private static SnapshotUpload readUpload(In in) {
        byte[] module = in.blob();
        List<GlobalValue> globals = in.list(() -> new GlobalValue(in.text(), in.fixed64(), true));
        ImagePages memory = new ImagePages(PageCodec.readAll(in, List.of()));
        ImagePages stable = new ImagePages(PageCodec.readAll(in, List.of()));
        ChunkStore chunks = new ChunkStore();
        in.list(in::blob).forEach(chunks::add);
        return new SnapshotUpload(module, globals, memory, stable, chunks);
    }
}
