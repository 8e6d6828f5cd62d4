package org.icws.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskModuleCacheTest {

    private static final byte[] CODE = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void what_is_put_in_is_found_by_the_next_one() {
        try (DiskModuleCache cache = new DiskModuleCache(folder)) {
            cache.putIfAbsent("digest", CODE);
            cache.markChecked(CODE);
        }
        try (DiskModuleCache next = new DiskModuleCache(folder)) {
            assertThat(next.get("digest")).isEqualTo(CODE);
            assertThat(next.isChecked(CODE)).isTrue();
        }
    }

    @Test
    void a_compilation_that_ends_after_its_network_does_not_even_make_the_directory() {
        Path directory = folder.resolve("modules");
        DiskModuleCache cache = new DiskModuleCache(directory);
        cache.close();
        cache.putIfAbsent("digest", CODE);
        cache.markChecked(CODE);
        assertThat(directory).doesNotExist();
    }
}
