package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.icws.replica.execution.DiskModuleCache.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskModuleCacheTest {

    private static final byte[] MODULE = {1, 2, 3};
    private static final byte[] OTHER_MODULE = {1, 2, 4};
    private static final byte[] CODE = {5, 6, 7};

    @TempDir
    private Path folder;

    @Test
    void what_is_put_in_is_found_by_the_next_one() {
        try (DiskModuleCache cache = new DiskModuleCache(folder)) {
            DiskModuleCache.Entry entry = cache.entry(MODULE);
            assertThat(entry.isChecked()).isFalse();
            entry.write(Kind.WHOLE, CODE);
            entry.markChecked();
        }
        try (DiskModuleCache next = new DiskModuleCache(folder)) {
            DiskModuleCache.Entry entry = next.entry(MODULE);
            assertThat(entry.read(Kind.WHOLE)).isEqualTo(CODE);
            assertThat(entry.read(Kind.PARTIAL)).isNull();
            assertThat(entry.isChecked()).isTrue();
            assertThat(next.entry(OTHER_MODULE).read(Kind.WHOLE)).isNull();
            assertThat(next.entry(OTHER_MODULE).isChecked()).isFalse();
        }
    }

    @Test
    void code_under_the_name_of_another_module_is_not_used() throws IOException {
        try (DiskModuleCache cache = new DiskModuleCache(folder)) {
            cache.entry(MODULE).write(Kind.WHOLE, CODE);
            Path own = onlyFile();
            cache.entry(OTHER_MODULE).write(Kind.WHOLE, new byte[] {8});
            Path others = files().stream()
                    .filter(file -> !file.equals(own))
                    .findFirst()
                    .orElseThrow();
            Files.copy(own, others, StandardCopyOption.REPLACE_EXISTING);

            assertThat(cache.entry(OTHER_MODULE).read(Kind.WHOLE)).isNull();
            assertThat(cache.entry(MODULE).read(Kind.WHOLE)).isEqualTo(CODE);
        }
    }

    @Test
    void code_that_needs_the_interpreter_does_not_pass_for_code_that_does_not() throws IOException {
        try (DiskModuleCache cache = new DiskModuleCache(folder)) {
            DiskModuleCache.Entry entry = cache.entry(MODULE);
            entry.write(Kind.PARTIAL, CODE);
            Path partial = onlyFile();
            Files.move(
                    partial,
                    partial.resolveSibling(partial.getFileName().toString().replace("partial", "whole")));

            assertThat(entry.read(Kind.WHOLE)).isNull();
        }
    }

    @Test
    void a_compilation_that_ends_after_its_network_does_not_even_make_the_directory() {
        Path directory = folder.resolve("modules");
        DiskModuleCache cache = new DiskModuleCache(directory);
        cache.close();
        cache.entry(MODULE).write(Kind.WHOLE, CODE);
        cache.entry(MODULE).markChecked();
        assertThat(directory).doesNotExist();
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
