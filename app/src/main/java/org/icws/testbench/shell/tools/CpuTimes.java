package org.icws.testbench.shell.tools;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the FX thread and the whole process use of a core. Made and asked on the FX thread. */
final class CpuTimes {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long fxThread = Thread.currentThread().getId();
    private long startedNanos;
    private long fxCpu;
    private long processCpu;

    /** Shares of one core, 1 being all of it. */
    record Share(double seconds, double fx, double process) {}

    void begin() {
        startedNanos = System.nanoTime();
        fxCpu = threads.getThreadCpuTime(fxThread);
        processCpu = system.getProcessCpuTime();
    }

    /** Since the beginning. */
    Share end() {
        double nanos = System.nanoTime() - startedNanos;
        return new Share(
                nanos / 1e9,
                (threads.getThreadCpuTime(fxThread) - fxCpu) / nanos,
                (system.getProcessCpuTime() - processCpu) / nanos);
    }
}
