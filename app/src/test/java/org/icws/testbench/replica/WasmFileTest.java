package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.icws.testbench.TestbenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WasmFileTest {

    private static final byte[] SMALLEST = {0, 'a', 's', 'm', 1, 0, 0, 0};

    @TempDir
    private Path dir;

    private void refused(Path file, String... words) {
        assertThatThrownBy(() -> WasmFile.read(file))
                .isInstanceOf(TestbenchException.class)
                .hasMessageContainingAll(words);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(dir.resolve(name), bytes);
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(SMALLEST);
        }
        return out.toByteArray();
    }

    @Test
    void a_module_is_read_plain_and_packed() throws IOException {
        assertThat(WasmFile.read(file("a.wasm", SMALLEST)).name()).isEqualTo("a");
        WasmFile packed = WasmFile.read(file("b.wasm.gz", packed()));
        assertThat(packed.name()).isEqualTo("b");
        assertThat(packed.bytes()).isEqualTo(packed());
        assertThat(packed.signature()).isEqualTo("not told by the module");
    }

    @Test
    void what_is_no_module_is_refused_with_what_it_is() throws IOException {
        refused(file("letter.wasm", "Dear canister".getBytes()), "letter.wasm is not a WebAssembly module", "\\0asm");
        refused(file("nothing.wasm", new byte[0]), "nothing.wasm is empty");
        byte[] whole = packed();
        refused(file("cut.wasm.gz", Arrays.copyOf(whole, whole.length / 2)), "cut.wasm.gz is a damaged gzip file");
        whole[12] ^= 0x55;
        refused(file("bad.wasm.gz", whole), "bad.wasm.gz");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        refused(dir.resolve("gone.wasm"), "There is no file " + dir.resolve("gone.wasm") + ".");
        refused(dir, "cannot be read: it is a directory.");
    }

    private static byte[] withInterface(String did) throws IOException {
        byte[] name = "icp:public candid:service".getBytes(StandardCharsets.UTF_8);
        byte[] text = did.getBytes(StandardCharsets.UTF_8);
        int length = 1 + name.length + text.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SMALLEST);
        out.write(new byte[] {0, (byte) (length & 0x7f | 0x80), (byte) (length >> 7), (byte) name.length});
        out.write(name);
        out.write(text);
        return out.toByteArray();
    }

    @Test
    void the_example_of_an_argument_has_every_part_of_its_type_and_fits() throws IOException {
        WasmFile module = WasmFile.read(
                file(
                        "c.wasm",
                        withInterface(
                                "type Config = record { limit : nat; name : text }; service : (Config, opt text, text) -> {}")));
        assertThat(module.example())
                .contains("limit = 0", "name = \"\"")
                .startsWith("(record {")
                .endsWith(", null, \"\")");
        assertThat(module.argument(module.example())).isNotEmpty();
    }

    @Test
    void a_module_without_an_argument_or_without_an_interface_has_the_empty_one_for_an_example() throws IOException {
        assertThat(WasmFile.read(file("d.wasm", withInterface("service : {}"))).example())
                .isEqualTo("()");
        assertThat(WasmFile.read(file("e.wasm", SMALLEST)).example()).isEqualTo("()");
    }

    @Test
    void the_signature_tells_what_its_names_stand_for() throws IOException {
        WasmFile module = WasmFile.read(file(
                "f.wasm",
                withInterface("type Config = record { limit : nat; who : variant { me; you : text } };"
                        + " type Mode = variant { fast; slow }; service : (Config, opt Mode, Config, text) -> {}")));

        assertThat(module.signature())
                .isEqualTo("(Config, opt Mode, Config, text)\nConfig = record { limit : nat; who : variant }"
                        + "\nMode = variant { fast : null; slow : null }");
    }

    @Test
    void an_interface_that_is_none_is_told_with_its_line() throws IOException {
        WasmFile module = WasmFile.read(file("g.wasm", withInterface("type A = nat;\nservice : { ;; }")));

        assertThat(module.signature()).startsWith("unknown, as the interface in the module is not Candid. Line 2: ");
        assertThat(module.argument("(1 : nat)")).as("any argument can be tried").isNotEmpty();
    }
}
