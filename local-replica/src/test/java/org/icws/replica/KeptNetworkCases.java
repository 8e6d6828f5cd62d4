package org.icws.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.ic4j.types.Principal;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.io.TempDir;

/** Cases about a network that is kept in a directory and started from it again. */
abstract class KeptNetworkCases {
    static final int BUFFER = 0x20000;

    /** Before each record: its length, a checksum of the length, a checksum of the record. */
    private static final int HEADER_BYTES = 12;

    private static final int CHECKSUM_AT = 8;

    @TempDir
    Path directory;

    final LocalReplica start(ManualClock clock) {
        return LocalReplica.start(ReplicaConfig.defaults().withClock(clock).withDataDirectory(directory));
    }

    static Script s() {
        return new Script();
    }

    static Principal install(LocalReplica replica, Principal controller) {
        Principal canister = replica.createCanister(List.of(controller));
        replica.install(canister, ScriptCanister.wasm(), s().bytes());
        return canister;
    }

    static long number(TestAgent agent, Principal canister, Script script) {
        return ScriptNetwork.number(
                agent.query(canister, "ask", script.replyNumber().bytes()));
    }

    static List<Path> files(Path directory, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    /** Makes a record of a file that was changed whole again; {@code record} is where its header begins. */
    static void putChecksum(byte[] file, int record) {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        CRC32 checksum = new CRC32();
        checksum.update(file, record + HEADER_BYTES, buffer.getInt(record));
        buffer.putInt(record + CHECKSUM_AT, (int) checksum.getValue());
    }
}
