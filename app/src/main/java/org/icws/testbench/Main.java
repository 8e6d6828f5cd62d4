package org.icws.testbench;

import org.icws.testbench.cli.LoggingSetup;
import org.icws.testbench.cli.TestbenchCommand;
import org.icws.testbench.run.DataDirectory;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.shell.TestbenchApplication;

/** Where the program starts. Not a JavaFX application itself: that would need JavaFX on the module path. */
public final class Main {

    private Main() {}

    /** @param args nothing for the window, otherwise a command line */
    public static void main(String[] args) {
        LoggingSetup.bridgeJavaUtilLogging();
        if (args.length == 0) {
            // Without a look at picocli: the window is to be there as soon as can be.
            TestbenchApplication.open(RuntimeOptions.defaults(DataDirectory.ofUser()));
            System.exit(0);
        }
        System.exit(TestbenchCommand.run(args));
    }
}
