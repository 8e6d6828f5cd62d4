package org.icws.testbench.shell;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The window's background threads: named, and none of them keeps the program alive. Stateless. */
final class Threads {

    private Threads() {}

    /** One thread that does its work in order. */
    static ExecutorService one(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
