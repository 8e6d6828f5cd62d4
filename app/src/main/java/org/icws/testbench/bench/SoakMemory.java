package org.icws.testbench.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** What a process holds after its garbage is collected. */
final class SoakMemory {
    private static final int COLLECTIONS = 2;

    private SoakMemory() {}

    /** Collects, so it pauses the process. */
    static Map<String, Object> take() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        return Map.of(
                "heapKib",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
                "threads",
                ManagementFactory.getThreadMXBean().getThreadCount(),
                "files",
                files);
    }
}
