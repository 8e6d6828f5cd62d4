package org.icws.replica.management;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterMethods.Method;
import org.icws.replica.state.Canister;
import org.icws.replica.state.ChunkStore;
import org.icws.replica.state.RareChange;

/** Installs modules that are too large for one call, in parts. Runs on the canister's thread. */
final class ChunkMethods {
    private final CodeOperations code;

    ChunkMethods(CodeOperations code) {
        this.code = code;
    }

    Stream<Method> methods() {
        return Stream.of(
                CanisterMethods.controllersAndSelf("upload_chunk", ChunkMethods::upload),
                CanisterMethods.controllersAndSelf("stored_chunks", ChunkMethods::stored),
                CanisterMethods.controllersAndSelf("clear_chunk_store", ChunkMethods::clear),
                new Method("install_chunked_code", Access.CONTROLLERS, "target_canister", this::install));
    }

    private static Response upload(ManagementRequest request) {
        byte[] chunk = request.arguments().blob("chunk");
        if (chunk.length > ChunkStore.MAX_CHUNK_BYTES) {
            throw refused("Wasm chunk size " + chunk.length + " exceeds the maximum chunk size of "
                    + ChunkStore.MAX_CHUNK_BYTES);
        }
        byte[] hash = request.canister().chunks().add(chunk);
        if (hash == null) {
            throw refused("Wasm chunk store has already reached maximum capacity of 100 chunks");
        }
        request.canister().changedRarely(new RareChange.Chunk(chunk));
        return ManagementRequest.reply(hash(hash));
    }

    private static CanisterFault refused(String why) {
        return new CanisterFault(ErrorCode.CONTRACT_VIOLATED, "Error from Wasm chunk store: " + why);
    }

    private static CandidValue hash(byte[] hash) {
        return CandidValue.record("hash", CandidValue.blob(hash));
    }

    private static Response stored(ManagementRequest request) {
        return ManagementRequest.reply(CandidValue.vec(request.canister().chunks().hashes().stream()
                .map(ChunkMethods::hash)
                .toList()));
    }

    private static Response clear(ManagementRequest request) {
        request.canister().changedRarely(new RareChange.NoChunks());
        request.canister().chunks().clear();
        return ManagementRequest.nothing();
    }

    private Response install(ManagementRequest request) {
        Arguments arguments = request.arguments();
        ChunkStore store = store(request);
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        for (CandidValue item : arguments.values("chunk_hashes_list")) {
            byte[] hash = item instanceof CandidValue.Record record
                    ? record.get("hash").asBlob()
                    : item.asBlob();
            byte[] chunk = store.get(hash);
            if (chunk == null) {
                throw refused("Chunk hash " + HexFormat.of().formatHex(hash) + " was not found");
            }
            module.writeBytes(chunk);
        }
        byte[] wasm = module.toByteArray();
        byte[] expected = arguments.blob("wasm_module_hash");
        byte[] actual = Sha256.of(wasm);
        if (!Arrays.equals(expected, actual)) {
            throw refused("Assembled wasm hash " + HexFormat.of().formatHex(actual)
                    + " does not match the expected hash " + HexFormat.of().formatHex(expected));
        }
        code.deploy(
                request.canister(),
                CanisterMethods.plan(arguments.variant("mode")),
                new CodeOperations.Deployment(
                        wasm, arguments.blob("arg"), request.changeOrigin(), request.timeNanos()));
        return ManagementRequest.nothing();
    }

    private static ChunkStore store(ManagementRequest request) {
        Principal storeId = request.arguments()
                .optionalPrincipal("store_canister")
                .orElse(request.canister().id());
        if (storeId.equals(request.canister().id())) {
            return request.canister().chunks();
        }
        Canister store = request.directory()
                .find(storeId)
                .orElseThrow(
                        () -> new CanisterFault(ErrorCode.CANISTER_NOT_FOUND, "Canister " + storeId + " not found"));
        Principal caller = request.call().caller();
        if (!store.controllers().contains(caller) && !caller.equals(storeId)) {
            throw CanisterMethods.notController(storeId, "install_chunked_code");
        }
        return store.chunks();
    }
}
