package org.icws.testbench.shell;

import java.util.List;

/** Short names for the clients of our own; a table of them reads better than one of principals. */
final class ClientNames {

    private static final List<String> NAMES = List.of("Ada", "Ben", "Chen", "Dana", "Emil", "Finn", "Gita", "Hana");

    private ClientNames() {}

    /** The name of the client with this number, from 0. */
    static String of(int number) {
        return number < NAMES.size() ? NAMES.get(number) : "Client " + (number + 1);
    }
}
