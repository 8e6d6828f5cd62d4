package org.icws.testbench.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command line. Without a subcommand the window opens; that way never comes here. */
@Command(
        name = "testbench",
        mixinStandardHelpOptions = true,
        versionProvider = TestbenchCommand.Version.class,
        usageHelpWidth = 110,
        synopsisHeading = "Usage: ",
        customSynopsis = {"testbench              open the window", "       testbench COMMAND …    do it without one"},
        description = "A testbench for WebSockets on the Internet Computer.",
        subcommands = {ServeCommand.class, IdentityCommand.class, LoadCommand.class, BenchCommand.class})
public final class TestbenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /**
     * Runs a command line with at least one argument.
     *
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new TestbenchCommand());
        commandLine.setParameterExceptionHandler(TestbenchCommand::explain);
        return commandLine;
    }

    /** Only what is wrong and where to read on: the whole usage text would push it off the screen. */
    private static int explain(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + message(e));
        err.println("Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        boolean atRoot = e.getCommandLine().getParent() == null;
        if (atRoot && e instanceof UnmatchedArgumentException unmatched) {
            return "there is no command or option '" + unmatched.getUnmatched().get(0) + "'";
        }
        return e.getMessage();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TestbenchCommand.class.getPackage().getImplementationVersion();
            return new String[] {"IC WebSocket Testbench " + (version == null ? "(development)" : version)};
        }
    }
}
