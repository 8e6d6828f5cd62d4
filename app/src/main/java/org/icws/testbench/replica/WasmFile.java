package org.icws.testbench.replica;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidSamples;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.CandidValueText;
import org.icws.testbench.TestbenchException;

/**
 * A module to be installed.
 *
 * @param name the file's name without its ending
 * @param bytes as they are in the file, plain or gzip
 * @param init the types of its install argument; empty if the module does not tell
 * @param untold why it does not tell; empty if it does
 */
record WasmFile(String name, byte[] bytes, Optional<List<CandidType>> init, String untold) {

    private static final byte[] MAGIC = {0, 'a', 's', 'm'};
    private static final int HEADER = 8;
    private static final long MOST_BYTES = 100L << 20;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /**
     * Reads a module.
     *
     * @throws TestbenchException saying why the file is none
     */
    static WasmFile read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new TestbenchException(file + " is larger than 100 MB; no network takes such a module.");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw new TestbenchException(
                        file.getFileName() + " is empty. Look whether the build that makes it has ended.");
            }
            byte[] plain = plain(bytes);
            if (plain.length < HEADER || !java.util.Arrays.equals(plain, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new TestbenchException(file.getFileName()
                        + " is not a WebAssembly module: it does not begin with \\0asm. Choose the .wasm or .wasm.gz file"
                        + " that your build made.");
            }
            String name = file.getFileName().toString().replaceFirst("\\.wasm(\\.gz)?$", "");
            return of(name, bytes, plain);
        } catch (NoSuchFileException e) {
            throw new TestbenchException("There is no file " + file + ".", e);
        } catch (EOFException | ZipException e) {
            throw new TestbenchException(
                    file.getFileName() + " is a damaged gzip file: " + e.getMessage() + ". Build or copy it anew.", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file)
                    ? "it is a directory"
                    : e instanceof AccessDeniedException ? "this user may not read it" : e.getMessage();
            throw new TestbenchException(file + " cannot be read: " + why + ".", e);
        }
    }

    private static byte[] plain(byte[] bytes) throws IOException {
        boolean packed = bytes.length > 2 && (bytes[0] & 0xff) == GZIP_FIRST && (bytes[1] & 0xff) == GZIP_SECOND;
        if (!packed) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readNBytes((int) MOST_BYTES);
        }
    }

    private static WasmFile of(String name, byte[] bytes, byte[] plain) {
        Optional<String> did = did(plain);
        try {
            Optional<List<CandidType>> types =
                    did.map(text -> CandidInterface.parse(text).init());
            return new WasmFile(name, bytes, types, types.isPresent() ? "" : "not told by the module");
        } catch (ProtocolException e) {
            String why = "unknown, as the interface in the module is not Candid. " + words(e, did.get());
            return new WasmFile(name, bytes, Optional.empty(), why);
        }
    }

    private static String words(ProtocolException problem, String did) {
        return problem instanceof CandidSyntaxException at ? at.placed(did) : problem.getMessage();
    }

    /** The module's own interface, a custom section. */
    private static Optional<String> did(byte[] wasm) {
        try {
            int at = HEADER;
            while (at < wasm.length) {
                int id = wasm[at++];
                int[] size = number(wasm, at);
                at = size[1];
                int end = at + size[0];
                if (id == 0) {
                    int[] length = number(wasm, at);
                    String name = new String(wasm, length[1], length[0], StandardCharsets.UTF_8);
                    if (name.endsWith(" candid:service")) {
                        int start = length[1] + length[0];
                        return Optional.of(new String(wasm, start, end - start, StandardCharsets.UTF_8));
                    }
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // the network will say what is wrong with the module
        }
        return Optional.empty();
    }

    /** An unsigned LEB128 number and the position behind it. */
    private static int[] number(byte[] bytes, int from) {
        int value = 0;
        int at = from;
        for (int shift = 0; ; shift += 7) {
            int b = bytes[at++];
            value |= (b & 0x7f) << shift;
            if (b >= 0 || shift > 21) {
                return new int[] {value, at};
            }
        }
    }

    /** An argument of the module's types, to be filled in: with empty texts, zeros, and nothing where that may be. */
    String example() {
        return init.orElse(List.of()).stream()
                .map(type ->
                        CandidValueText.print(CandidSamples.plain(type), type).text())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * The bytes of an argument in Candid's textual form.
     *
     * @throws CandidException saying where it does not fit
     */
    byte[] argument(String text) {
        String whole = text.isBlank() ? "()" : text;
        List<CandidType> types = init.orElse(null);
        List<CandidValue> values = CandidValueText.parseArguments(whole, types);
        return types == null
                ? CandidEncoder.encode(values.toArray(CandidValue[]::new))
                : CandidEncoder.encode(types, values);
    }

    /** The argument's types, for people; what their names stand for is below them. */
    String signature() {
        return init.map(types -> CandidType.signature(types) + definitions(types))
                .orElse(untold);
    }

    private static String definitions(List<CandidType> types) {
        return types.stream()
                .map(type -> type instanceof CandidType.Opt opt ? opt.element() : type)
                .filter(CandidType.Named.class::isInstance)
                .distinct()
                .map(type -> "\n" + type.summary() + " = " + shape(type.resolved()))
                .collect(Collectors.joining());
    }

    private static String shape(CandidType type) {
        if (type instanceof CandidType.Record record) {
            return "record " + fields(record.fields());
        }
        return type instanceof CandidType.Variant variant ? "variant " + fields(variant.cases()) : type.summary();
    }

    private static String fields(List<CandidType.Field> fields) {
        return fields.stream().map(WasmFile::words).collect(Collectors.joining("; ", "{ ", " }"));
    }

    private static String words(CandidType.Field field) {
        return field.label() + " : " + field.type().summary();
    }
}
