package org.icws.testbench.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.icws.protocol.encoding.Leb128;

/**
 * A module of real code of about a megabyte: a sample canister's with each of its functions twice. Nobody calls the second ones, but
 * they are read, checked and compiled like all others. Stateless.
 */
final class LargeModule {
    private static final int HEADER_BYTES = 8;
    private static final int FUNCTIONS = 3;
    private static final int CODE = 10;
    private static final int MORE = 0x80;
    private static final int PAYLOAD_BITS = 7;

    private LargeModule() {}

    /** Doubles the functions of a module in the binary format. */
    static byte[] doubled(byte[] module) {
        ByteBuffer in = ByteBuffer.wrap(module);
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * module.length);
        out.write(module, 0, HEADER_BYTES);
        in.position(HEADER_BYTES);
        while (in.hasRemaining()) {
            int id = in.get();
            byte[] section = new byte[unsigned(in)];
            in.get(section);
            byte[] written = id == FUNCTIONS || id == CODE ? twice(section) : section;
            out.write(id);
            Leb128.writeUnsigned(out, written.length);
            out.writeBytes(written);
        }
        return out.toByteArray();
    }

    /** A section that is a count and so many items. */
    private static byte[] twice(byte[] section) {
        ByteBuffer in = ByteBuffer.wrap(section);
        int count = unsigned(in);
        int items = in.position();
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * section.length);
        Leb128.writeUnsigned(out, 2L * count);
        for (int i = 0; i < 2; i++) {
            out.write(section, items, section.length - items);
        }
        return out.toByteArray();
    }

    private static int unsigned(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        int next;
        do {
            next = in.get();
            value |= (next & (MORE - 1)) << shift;
            shift += PAYLOAD_BITS;
        } while ((next & MORE) != 0);
        return value;
    }
}
