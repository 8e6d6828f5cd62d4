package org.icws.testbench;

import java.util.Arrays;
import org.icws.testbench.cli.LoggingSetup;
import org.icws.testbench.cli.TestbenchCommand;
import org.icws.testbench.run.DataDirectory;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.shell.TestbenchApplication;
import org.icws.testbench.shell.tools.ScreenshotsCommand;
import org.icws.testbench.shell.tools.UiBenchCommand;
import picocli.CommandLine;

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
        // These two look at the window itself, which the other commands do not know.
        if (args[0].equals("screenshots")) {
            System.exit(new CommandLine(new ScreenshotsCommand()).execute(rest(args, 1)));
        }
        if (args[0].equals("bench") && args.length > 1 && args[1].equals("ui")) {
            System.exit(new CommandLine(new UiBenchCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(rest(args, 2)));
        }
        System.exit(TestbenchCommand.run(args));
    }

    private static String[] rest(String[] args, int from) {
        return Arrays.copyOfRange(args, from, args.length);
    }
}
