package org.icws.testbench.shell;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The window's background threads: named, and none of them keeps the program alive. Stateless. */
final class Threads {

    private Threads() {}

    /** One thread that does its work in order. */
    static ExecutorService one(String name) {
        return Executors.newSingleThreadExecutor(named(name));
    }

    /** Threads that do their work beside each other. */
    static ExecutorService several(String name, int count) {
        return Executors.newFixedThreadPool(count, named(name));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
