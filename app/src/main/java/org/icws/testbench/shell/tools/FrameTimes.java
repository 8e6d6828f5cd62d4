package org.icws.testbench.shell.tools;

import java.util.Arrays;
import java.util.Locale;
import javafx.animation.AnimationTimer;

/** Times between the window's frames and what the FX thread and the process cost meanwhile. FX thread only. */
final class FrameTimes extends AnimationTimer {

    private static final int MOST = 100_000;

    private final CpuTimes cpu = new CpuTimes();
    private final long[] gaps = new long[MOST];
    private int count;
    private long last;

    /** What was measured. */
    record Result(double seconds, int frames, double medianMs, double p99Ms, double maxMs, double fxLoad, double load) {

        String row(String what) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f / %.1f / %.1f ms | %.1f %% | %.2f |%n",
                    what,
                    frames / seconds,
                    medianMs,
                    p99Ms,
                    maxMs,
                    fxLoad * 100,
                    load);
        }
    }

    void begin() {
        count = 0;
        last = 0;
        cpu.begin();
        start();
    }

    @Override
    public void handle(long now) {
        if (last != 0 && count < MOST) {
            gaps[count++] = now - last;
        }
        last = now;
    }

    Result end() {
        stop();
        CpuTimes.Share share = cpu.end();
        long[] sorted = Arrays.copyOf(gaps, count);
        Arrays.sort(sorted);
        return new Result(
                share.seconds(), count, at(sorted, .5), at(sorted, .99), at(sorted, 1), share.fx(), share.process());
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }
}
