package org.icws.replica.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.icws.protocol.encoding.Leb128;

/** Assembles small Wasm modules for tests. Signatures are written like {@code ii>I}: i = i32, I = i64. */
public final class ModuleBuilder {
    private record Defined(String name, boolean exported, String signature, Code code) {}

    private record Segment(int address, boolean passive, byte[] bytes) {}

    private final Map<String, String> imports = new LinkedHashMap<>();
    private final List<Defined> functions = new ArrayList<>();
    private final List<String> table = new ArrayList<>();
    private final List<Segment> data = new ArrayList<>();
    private final Map<String, byte[]> customSections = new LinkedHashMap<>();
    private final List<String> types = new ArrayList<>();
    private int pages = 1;
    private int globals;
    private String importModule = "ic0";
    private String start;

    public ModuleBuilder imports(String name, String signature) {
        imports.put(name, signature);
        return this;
    }

    public ModuleBuilder importModule(String name) {
        importModule = name;
        return this;
    }

    public ModuleBuilder pages(int initial) {
        pages = initial;
        return this;
    }

    /** Adds mutable i32 globals that start at zero. */
    public ModuleBuilder globals(int count) {
        globals = count;
        return this;
    }

    public ModuleBuilder data(int address, String text) {
        data.add(new Segment(address, false, text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    public ModuleBuilder passiveData(String text) {
        data.add(new Segment(0, true, text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    public ModuleBuilder table(String... functionNames) {
        table.addAll(List.of(functionNames));
        return this;
    }

    public ModuleBuilder custom(String name, String content) {
        customSections.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public ModuleBuilder export(String name, UnaryOperator<Code> body) {
        functions.add(new Defined(name, true, ">", body.apply(new Code())));
        return this;
    }

    /** Exports a function of another type than those of entry points. */
    public ModuleBuilder exported(String name, String signature, UnaryOperator<Code> body) {
        functions.add(new Defined(name, true, signature, body.apply(new Code())));
        return this;
    }

    /** Runs a function when the module is instantiated. */
    public ModuleBuilder start(String name) {
        start = name;
        return this;
    }

    public ModuleBuilder function(String name, String signature, UnaryOperator<Code> body) {
        functions.add(new Defined(name, false, signature, body.apply(new Code())));
        return this;
    }

    public byte[] build() {
        type(">");
        imports.values().forEach(this::type);
        functions.forEach(f -> type(f.signature));
        Map<String, Integer> names = new HashMap<>();
        imports.keySet().forEach(name -> names.put(name, names.size()));
        functions.forEach(f -> names.put(f.name, names.size()));

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        section(out, 1, types.size(), this::writeTypes);
        section(out, 2, imports.size(), this::writeImports);
        section(out, 3, functions.size(), s -> functions.forEach(f -> leb(s, type(f.signature))));
        section(out, 4, 1, s -> s.writeBytes(new byte[] {0x70, 0, (byte) Math.max(1, table.size())}));
        section(out, 5, 1, s -> {
            s.write(0);
            leb(s, pages);
        });
        section(out, 6, globals, s -> {
            for (int i = 0; i < globals; i++) {
                s.writeBytes(new byte[] {0x7f, 1, 0x41, 0, 0x0b});
            }
        });
        long exported = functions.stream().filter(Defined::exported).count();
        section(out, 7, (int) exported, s -> writeExports(s, names));
        if (start != null) {
            out.write(8);
            sized(out, Leb128.unsigned(names.get(start)));
        }
        section(out, 9, table.isEmpty() ? 0 : 1, s -> writeElements(s, names));
        section(out, 12, data.size(), s -> {});
        section(out, 10, functions.size(), s -> functions.forEach(f -> sized(s, f.code.bytes(names))));
        section(out, 11, data.size(), this::writeData);
        customSections.forEach((name, content) -> {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            text(body, name);
            body.writeBytes(content);
            out.write(0);
            sized(out, body.toByteArray());
        });
        return out.toByteArray();
    }

    private interface SectionWriter {
        void write(ByteArrayOutputStream out);
    }

    private static void section(ByteArrayOutputStream out, int id, int count, SectionWriter writer) {
        if (count > 0) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            leb(body, count);
            writer.write(body);
            out.write(id);
            sized(out, body.toByteArray());
        }
    }

    private int type(String signature) {
        if (!types.contains(signature)) {
            types.add(signature);
        }
        return types.indexOf(signature);
    }

    private void writeTypes(ByteArrayOutputStream out) {
        for (String signature : types) {
            String[] sides = signature.split(">", -1);
            out.write(0x60);
            valueTypes(out, sides[0]);
            valueTypes(out, sides[1]);
        }
    }

    private static void valueTypes(ByteArrayOutputStream out, String letters) {
        leb(out, letters.length());
        letters.chars().forEach(letter -> out.write(letter == 'i' ? 0x7f : 0x7e));
    }

    private void writeImports(ByteArrayOutputStream out) {
        imports.forEach((name, signature) -> {
            text(out, importModule);
            text(out, name);
            out.write(0);
            leb(out, type(signature));
        });
    }

    private void writeExports(ByteArrayOutputStream out, Map<String, Integer> names) {
        functions.stream().filter(Defined::exported).forEach(f -> {
            text(out, f.name);
            out.write(0);
            leb(out, names.get(f.name));
        });
    }

    private void writeElements(ByteArrayOutputStream out, Map<String, Integer> names) {
        out.writeBytes(new byte[] {0, 0x41, 0, 0x0b});
        leb(out, table.size());
        table.forEach(name -> leb(out, names.get(name)));
    }

    private void writeData(ByteArrayOutputStream out) {
        for (Segment segment : data) {
            out.write(segment.passive ? 1 : 0);
            if (!segment.passive) {
                out.write(0x41);
                Leb128.writeSigned(out, segment.address);
                out.write(0x0b);
            }
            sized(out, segment.bytes);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        sized(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sized(ByteArrayOutputStream out, byte[] bytes) {
        leb(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void leb(ByteArrayOutputStream out, long value) {
        Leb128.writeUnsigned(out, value);
    }
}
