package org.icws.replica.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.icws.protocol.encoding.Leb128;

/** Modules with whatever bytes a test wants, where {@link ModuleBuilder} makes only valid ones. */
public final class RawModule {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public RawModule() {
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    }

    /** Adds a section. */
    public RawModule section(int id, byte[] content) {
        out.write(id);
        out.writeBytes(sized(content));
        return this;
    }

    /** Adds a section from hexadecimal digits. */
    public RawModule section(int id, String hex) {
        return section(id, hex(hex));
    }

    /** A module whose only function, an update method {@code run}, has these locals and instructions. */
    public static byte[] function(byte[] body) {
        return new RawModule()
                .section(1, "01 600000")
                .section(3, "01 00")
                .section(5, "01 0001")
                .section(7, join(hex("01"), sized("canister_update run".getBytes(StandardCharsets.UTF_8)), hex("0000")))
                .section(10, join(hex("01"), sized(body)))
                .bytes();
    }

    public static byte[] function(String hex) {
        return function(hex(hex));
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static byte[] unsigned(long number) {
        return Leb128.unsigned(number);
    }

    public static byte[] repeat(int times, String hex) {
        return hex(hex.replace(" ", "").repeat(times));
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sized(byte[] content) {
        return join(unsigned(content.length), content);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
