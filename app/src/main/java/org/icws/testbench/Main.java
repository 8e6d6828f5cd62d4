package org.icws.testbench;

import org.icws.testbench.cli.LoggingSetup;
import org.icws.testbench.cli.TestbenchCommand;

/** Where the program starts. Not a JavaFX application itself: that would need JavaFX on the module path. */
public final class Main {

    private Main() {}

    /** @param args nothing for the window, otherwise a command line */
    public static void main(String[] args) {
        LoggingSetup.bridgeJavaUtilLogging();
        System.exit(TestbenchCommand.run(args));
    }
}
