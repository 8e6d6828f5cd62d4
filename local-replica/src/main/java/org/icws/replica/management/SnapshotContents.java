package org.icws.replica.management;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.GlobalValue;
import org.icws.replica.execution.ImagePages;
import org.icws.replica.execution.Response;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.management.CanisterMethods.Method;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.ChunkStore;
import org.icws.replica.state.LowMemoryHook;
import org.icws.replica.state.RareChange;
import org.icws.replica.state.SnapshotUpload;

/** Reads and uploads what is in snapshots. Runs on the canister's thread. */
final class SnapshotContents {
    private static final int PAGE_BYTES = 1 << 16;
    private static final int MAX_PART_BYTES = 2_000_000;
    private static final int MAX_MODULE_BYTES = 100 << 20;
    private static final long MAX_STABLE_BYTES = 8L << 30;

    /** An upload is not counted among canisters' memory, so it must not fill the heap by itself. */
    private static final long MAX_UPLOADED_BYTES = 256L << 20;

    private SnapshotContents() {}

    static Stream<Method> methods() {
        return Stream.of(
                new Method(
                        "read_canister_snapshot_metadata",
                        Access.OWN_RULE,
                        "canister_id",
                        SnapshotContents::readMetadata),
                new Method("read_canister_snapshot_data", Access.OWN_RULE, "canister_id", SnapshotContents::readData),
                CanisterMethods.controllers("upload_canister_snapshot_metadata", SnapshotContents::uploadMetadata),
                CanisterMethods.controllers("upload_canister_snapshot_data", SnapshotContents::uploadData));
    }

    private static CanisterSnapshot visible(ManagementRequest request) {
        SnapshotMethods.requireVisible(request);
        return found(request);
    }

    private static CanisterSnapshot found(ManagementRequest request) {
        return SnapshotMethods.existing(request.canister(), request.arguments().blob("snapshot_id"));
    }

    private static Response readMetadata(ManagementRequest request) {
        CanisterSnapshot snapshot = visible(request);
        SnapshotUpload upload = snapshot.upload();
        CanisterImage image = snapshot.image();
        List<GlobalValue> globals = upload == null ? image.module().globals(image.globals()) : upload.globals();
        return ManagementRequest.reply(CandidValue.record(
                "source",
                CandidValue.variant(upload == null ? "taken_from_canister" : "metadata_upload", CandidValue.RESERVED),
                "taken_at_timestamp",
                CandidValue.nat64(snapshot.takenAtNanos()),
                "wasm_module_size",
                CandidValue.nat64(module(snapshot).length),
                "globals",
                CandidValue.vec(globals.stream().map(SnapshotContents::encode).toList()),
                "wasm_memory_size",
                CandidValue.nat64(memory(snapshot).bytes()),
                "stable_memory_size",
                CandidValue.nat64(stable(snapshot).bytes()),
                "wasm_chunk_store",
                CandidValue.vec(snapshot.allChunks().stream()
                        .map(chunk -> CandidValue.record("hash", CandidValue.blob(Sha256.of(chunk))))
                        .toList()),
                "canister_version",
                CandidValue.nat64(snapshot.canisterVersion()),
                "certified_data",
                CandidValue.blob(snapshot.certifiedData()),
                "global_timer",
                timer(snapshot.timerNanos()),
                "on_low_wasm_memory_hook_status",
                snapshot.lowMemoryHook() == null
                        ? CandidValue.none()
                        : CandidValue.some(CandidValue.variant(
                                snapshot.lowMemoryHook().name().toLowerCase(Locale.ROOT)))));
    }

    private static CandidValue timer(Long nanos) {
        if (nanos == null) {
            return CandidValue.none();
        }
        return CandidValue.some(
                nanos == 0 ? CandidValue.variant("inactive") : CandidValue.variant("active", CandidValue.nat64(nanos)));
    }

    private static byte[] module(CanisterSnapshot snapshot) {
        return snapshot.upload() == null
                ? snapshot.image().module().uploaded()
                : snapshot.upload().module();
    }

    private static ImagePages memory(CanisterSnapshot snapshot) {
        if (snapshot.upload() != null) {
            return snapshot.upload().memory();
        }
        byte[][] pages = snapshot.image().memory();
        return new ImagePages(pages == null ? new byte[0][] : pages);
    }

    private static ImagePages stable(CanisterSnapshot snapshot) {
        return snapshot.upload() == null
                ? new ImagePages(snapshot.image().stable())
                : snapshot.upload().stable();
    }

    private static CandidValue encode(GlobalValue global) {
        CandidValue value =
                switch (global.type()) {
                    case "i32" -> new CandidValue.Fixed(CandidValue.FixedKind.INT32, (int) global.bits());
                    case "i64" -> new CandidValue.Fixed(CandidValue.FixedKind.INT64, global.bits());
                    case "f32" -> new CandidValue.Float32(Float.intBitsToFloat((int) global.bits()));
                    default -> new CandidValue.Float64(Double.longBitsToDouble(global.bits()));
                };
        return CandidValue.variant(global.type(), value);
    }

    private static Response readData(ManagementRequest request) {
        CanisterSnapshot snapshot = visible(request);
        CandidValue.Variant kind = request.arguments().variant("kind");
        Arguments part = part(kind);
        byte[] chunk;
        if (kind.is("wasm_chunk")) {
            chunk = chunk(snapshot, part.blob("hash"));
        } else if (kind.is("wasm_module")) {
            byte[] module = module(snapshot);
            int size = size(part, module.length);
            int from = (int) offset(part);
            chunk = Arrays.copyOfRange(module, from, from + size);
        } else {
            ImagePages pages = pages(snapshot, kind);
            chunk = pages.read(offset(part), size(part, pages.bytes()));
        }
        return ManagementRequest.reply(CandidValue.record("chunk", CandidValue.blob(chunk)));
    }

    private static Arguments part(CandidValue.Variant kind) {
        return Arguments.inside(kind.value())
                .orElseThrow(() -> Arguments.unreadable("the kind of data does not say which part"));
    }

    private static byte[] chunk(CanisterSnapshot snapshot, byte[] hash) {
        return snapshot.allChunks().stream()
                .filter(chunk -> Arrays.equals(Sha256.of(chunk), hash))
                .findFirst()
                .orElseThrow(() -> refused("the snapshot has no chunk with that hash"));
    }

    private static ImagePages pages(CanisterSnapshot snapshot, CandidValue.Variant kind) {
        if (kind.is("wasm_memory")) {
            return memory(snapshot);
        }
        if (kind.is("stable_memory")) {
            return stable(snapshot);
        }
        throw Arguments.unreadable("the kind is none of wasm_module, wasm_memory, stable_memory, wasm_chunk");
    }

    private static long offset(Arguments part) {
        return part.nat("offset").min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static int size(Arguments part, long whole) {
        BigInteger size = part.nat("size");
        if (size.compareTo(BigInteger.valueOf(MAX_PART_BYTES)) > 0) {
            throw refused("at most " + MAX_PART_BYTES + " bytes are read at once, not " + size);
        }
        requireWithin(offset(part), size.intValue(), whole);
        return size.intValue();
    }

    private static void requireWithin(long offset, long size, long whole) {
        if (offset > whole - size) {
            throw refused(size + " bytes at " + Long.toUnsignedString(offset) + " are not within the " + whole
                    + " bytes of the snapshot's data");
        }
    }

    static CanisterFault refused(String why) {
        return new CanisterFault(ErrorCode.CONTRACT_VIOLATED, "Invalid snapshot request: " + why);
    }

    private static Response uploadMetadata(ManagementRequest request) {
        Arguments arguments = request.arguments();
        SnapshotUpload upload = new SnapshotUpload(
                new byte[(int) limited(arguments, "wasm_module_size", MAX_MODULE_BYTES)],
                globals(arguments.values("globals")),
                new ImagePages(pageCount(arguments, "wasm_memory_size", WasmCanister.MAX_LINEAR_BYTES)),
                new ImagePages(pageCount(arguments, "stable_memory_size", MAX_STABLE_BYTES)),
                new ChunkStore());
        byte[] certified = arguments.blob("certified_data");
        if (certified.length > 32) {
            throw refused("certified data has at most 32 bytes, not " + certified.length);
        }
        Canister canister = request.canister();
        CanisterSnapshot snapshot = new CanisterSnapshot(
                SnapshotMethods.nextId(canister),
                request.timeNanos(),
                canister.version(),
                null,
                upload,
                certified,
                List.of(),
                arguments
                        .optional("global_timer", CandidValue::asVariant)
                        .map(timer -> timer.is("active") ? timer.value().asLong() : 0L)
                        .orElse(null),
                arguments
                        .optional("on_low_wasm_memory_hook_status", CandidValue::asVariant)
                        .map(SnapshotContents::hook)
                        .orElse(null));
        SnapshotMethods.put(request, snapshot);
        return ManagementRequest.reply(CandidValue.record("snapshot_id", CandidValue.blob(snapshot.id())));
    }

    private static LowMemoryHook hook(CandidValue.Variant status) {
        return Arrays.stream(LowMemoryHook.values())
                .filter(hook -> status.is(hook.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Arguments.unreadable("the status of the hook for low memory is unknown"));
    }

    private static long limited(Arguments arguments, String field, long most) {
        BigInteger size = arguments.nat(field);
        if (size.compareTo(BigInteger.valueOf(most)) > 0) {
            throw refused(field + " is at most " + most + " here, not " + size);
        }
        return size.longValue();
    }

    private static int pageCount(Arguments arguments, String field, long most) {
        long size = limited(arguments, field, most);
        if (size % PAGE_BYTES != 0) {
            throw refused(field + " is not a multiple of " + PAGE_BYTES);
        }
        return (int) (size / PAGE_BYTES);
    }

    private static List<GlobalValue> globals(List<CandidValue> values) {
        List<GlobalValue> globals = new ArrayList<>();
        for (CandidValue value : values) {
            CandidValue.Variant variant = value.asVariant();
            String type = Stream.of("i32", "i64", "f32", "f64")
                    .filter(variant::is)
                    .findFirst()
                    .orElseThrow(() -> refused("there is a global that is none of i32, i64, f32, f64"));
            globals.add(new GlobalValue(type, bits(variant.value()), true));
        }
        return globals;
    }

    private static long bits(CandidValue value) {
        if (value instanceof CandidValue.Float32 number) {
            return Float.floatToRawIntBits(number.value()) & 0xFFFF_FFFFL;
        }
        if (value instanceof CandidValue.Float64 number) {
            return Double.doubleToRawLongBits(number.value());
        }
        return value.asBigInteger().longValue();
    }

    private static Response uploadData(ManagementRequest request) {
        CanisterSnapshot snapshot = found(request);
        SnapshotUpload upload = snapshot.upload();
        if (upload == null) {
            throw refused("the snapshot was taken of the canister, so nothing can be uploaded to it");
        }
        RareChange.Part part = uploaded(request, snapshot);
        if (!upload.take(part)) {
            throw refused("a chunk has at most 1 MiB, and there are at most 100");
        }
        request.canister().changedRarely(part);
        return ManagementRequest.nothing();
    }

    private static RareChange.Part uploaded(ManagementRequest request, CanisterSnapshot snapshot) {
        SnapshotUpload upload = snapshot.upload();
        byte[] content = request.arguments().blob("chunk");
        CandidValue.Variant kind = request.arguments().variant("kind");
        if (kind.is("wasm_chunk")) {
            if (content.length > ChunkStore.MAX_CHUNK_BYTES) {
                throw refused("a chunk has at most 1 MiB, and there are at most 100");
            }
            return new RareChange.Part(snapshot.id(), RareChange.Part.Kind.CHUNK, 0, content);
        }
        long offset = offset(part(kind));
        if (kind.is("wasm_module")) {
            requireWithin(offset, content.length, upload.module().length);
            return new RareChange.Part(snapshot.id(), RareChange.Part.Kind.MODULE, offset, content);
        }
        ImagePages pages = pages(snapshot, kind);
        requireWithin(offset, content.length, pages.bytes());
        requireRoom(upload, content.length);
        return new RareChange.Part(
                snapshot.id(),
                pages == upload.memory() ? RareChange.Part.Kind.MEMORY : RareChange.Part.Kind.STABLE,
                offset,
                content);
    }

    private static void requireRoom(SnapshotUpload upload, long more) {
        if (upload.memory().filledBytes() + upload.stable().filledBytes() + more > MAX_UPLOADED_BYTES) {
            throw refused("a local network takes at most " + (MAX_UPLOADED_BYTES >> 20)
                    + " MiB of uploaded memory for a snapshot");
        }
    }

    /** What an upload amounts to, once its module is known. */
    static CanisterImage image(SnapshotUpload upload, CanisterImage fresh) {
        List<GlobalValue> own = fresh.module().globals(fresh.globals());
        List<String> types = own.stream().map(GlobalValue::type).toList();
        if (!types.equals(upload.globals().stream().map(GlobalValue::type).toList())) {
            throw refused("the module has the globals " + types + ", which are not those of the metadata");
        }
        List<Long> mutable = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).mutable()) {
                mutable.add(upload.globals().get(i).bits());
            }
        }
        byte[][] memory = upload.memory().pages();
        int least = fresh.memory() == null ? 0 : fresh.memory().length;
        if (memory.length < least || fresh.memory() == null && memory.length > 0) {
            throw refused("the module begins with " + least + " pages of memory, the snapshot has " + memory.length);
        }
        return new CanisterImage(
                fresh.module(),
                fresh.memory() == null ? null : memory,
                upload.stable().pages(),
                mutable.stream().mapToLong(Long::longValue).toArray(),
                fresh.tables(),
                fresh.droppedElements(),
                fresh.droppedData());
    }
}
