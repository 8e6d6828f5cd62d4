package org.icws.replica.persistence;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.icws.replica.execution.CanisterImage;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.InstanceChanges;

/** Instances on disk: whole ones, or what has changed in them. Stateless. */
final class ImageCodec {
    private ImageCodec() {}

    /** @param modules keeps a module and gives the hash it is found by */
    static void write(Out out, CanisterImage image, Function<CanisterModule, byte[]> modules) {
        out.blob(modules.apply(image.module())).flag(image.memory() != null);
        if (image.memory() != null) {
            PageCodec.writeAll(out, image.memory());
            flags(out, image.droppedData());
        }
        PageCodec.writeAll(out, image.stable());
        rest(out, image.globals(), image.droppedElements());
        tables(out, image.tables());
    }

    private static void rest(Out out, long[] globals, boolean[] droppedElements) {
        out.number(globals.length);
        for (long global : globals) {
            out.fixed64(global);
        }
        flags(out, droppedElements);
    }

    private static void tables(Out out, int[][] tables) {
        out.number(tables.length);
        for (int[] table : tables) {
            out.number(table.length);
            for (int entry : table) {
                out.number(entry + 1L);
            }
        }
    }

    private static void flags(Out out, boolean[] flags) {
        out.number(flags.length);
        for (boolean flag : flags) {
            out.flag(flag);
        }
    }

    /**
     * @param modules finds a module by its hash
     * @param known images that may share pages with this one
     */
    static CanisterImage read(In in, Function<byte[], CanisterModule> modules, List<CanisterImage> known) {
        CanisterModule module = modules.apply(in.blob());
        boolean hasMemory = in.flag();
        byte[][] memory = hasMemory ? PageCodec.readAll(in, pages(known, CanisterImage::memory)) : null;
        boolean[] droppedData = hasMemory ? readFlags(in) : null;
        byte[][] stable = PageCodec.readAll(in, pages(known, CanisterImage::stable));
        long[] globals = readGlobals(in);
        boolean[] droppedElements = readFlags(in);
        return new CanisterImage(module, memory, stable, globals, readTables(in), droppedElements, droppedData);
    }

    private static List<byte[][]> pages(List<CanisterImage> known, Function<CanisterImage, byte[][]> which) {
        return known.stream().map(which).filter(Objects::nonNull).toList();
    }

    static void write(Out out, InstanceChanges changes) {
        out.flag(changes.memory() != null);
        if (changes.memory() != null) {
            PageCodec.writeChanges(out, changes.memory());
            flags(out, changes.droppedData());
        }
        PageCodec.writeChanges(out, changes.stable());
        rest(out, changes.globals(), changes.droppedElements());
        out.flag(changes.tables() != null);
        if (changes.tables() != null) {
            tables(out, changes.tables());
        }
    }

    static CanisterImage applyChanges(In in, CanisterImage image) {
        boolean hasMemory = in.flag();
        byte[][] memory = hasMemory ? PageCodec.applyChanges(in, image.memory()) : null;
        boolean[] droppedData = hasMemory ? readFlags(in) : null;
        byte[][] stable = PageCodec.applyChanges(in, image.stable());
        long[] globals = readGlobals(in);
        boolean[] droppedElements = readFlags(in);
        int[][] tables = in.flag() ? readTables(in) : image.tables();
        return new CanisterImage(image.module(), memory, stable, globals, tables, droppedElements, droppedData);
    }

    private static long[] readGlobals(In in) {
        long[] globals = new long[in.count()];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = in.fixed64();
        }
        return globals;
    }

    private static boolean[] readFlags(In in) {
        boolean[] flags = new boolean[in.count()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = in.flag();
        }
        return flags;
    }

    private static int[][] readTables(In in) {
        int[][] tables = new int[in.count()][];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new int[in.count()];
            for (int j = 0; j < tables[i].length; j++) {
                tables[i][j] = (int) (in.number() - 1);
            }
        }
        return tables;
    }
}
