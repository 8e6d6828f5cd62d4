package org.icws.testbench.shell;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Short names for the clients of our own on one network; a table of them reads better than one of principals. No two have the
 * same, and none has that of a person in the scenarios. Thread-safe.
 */
final class ClientNames {

    /** Ada, Ben and Chen play in the scenarios. */
    private static final List<String> NAMES =
            List.of("Dana", "Emil", "Finn", "Gita", "Hana", "Ivo", "Juna", "Kofi", "Lena", "Milo", "Nora", "Omar");

    private final Set<Integer> taken = new HashSet<>();

    /** A name that nobody has. */
    synchronized String take() {
        int number = 0;
        while (!taken.add(number)) {
            number++;
        }
        return nameOf(number);
    }

    /** The client with this name did not come about; the next one may have it. */
    synchronized void giveBack(String name) {
        taken.removeIf(number -> nameOf(number).equals(name));
    }

    private static String nameOf(int number) {
        return number < NAMES.size() ? NAMES.get(number) : "Client " + (number + 1);
    }
}
