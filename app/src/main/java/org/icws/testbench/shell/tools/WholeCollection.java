package org.icws.testbench.shell.tools;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Collects all garbage, and makes sure that it was done.
 *
 * <p>The virtual machine drops a request to collect, silently, while any thread holds an array for native code; painting
 * in software does so for most of each frame. A heap measured after a dropped request counts garbage of any age.
 */
final class WholeCollection {

    private static final String ASKED = "System.gc()";
    /** Painting of one frame takes a few hundredths of a second; so many requests in vain would be something else. */
    private static final int ATTEMPTS = 50;

    private static final int TOLD_WITHIN_MILLIS = 500;

    private WholeCollection() {}

    /**
     * Collects twice, so that what the first one made reachable for its cleaner goes too.
     *
     * @return how many requests were dropped on the way
     * @throws IllegalStateException if none is ever heeded, as with a machine told to ignore them
     */
    static int run() {
        Semaphore done = new Semaphore(0);
        NotificationListener listener = (note, from) -> {
            if (note.getUserData() instanceof CompositeData told
                    && ASKED.equals(GarbageCollectionNotificationInfo.from(told).getGcCause())) {
                done.release();
            }
        };
        List<NotificationEmitter> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean.class::cast)
                .map(NotificationEmitter.class::cast)
                .toList();
        collectors.forEach(c -> c.addNotificationListener(listener, null, null));
        try {
            return collect(done) + collect(done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while collecting garbage", e);
        } finally {
            collectors.forEach(c -> remove(c, listener));
        }
    }

    private static int collect(Semaphore done) throws InterruptedException {
        for (int dropped = 0; dropped < ATTEMPTS; dropped++) {
            System.gc();
            if (done.tryAcquire(TOLD_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return dropped;
            }
        }
        throw new IllegalStateException("the virtual machine collected no garbage in " + ATTEMPTS
                + " requests; is -XX:+DisableExplicitGC or a collector without pauses set?");
    }

    private static void remove(NotificationEmitter collector, NotificationListener listener) {
        try {
            collector.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
