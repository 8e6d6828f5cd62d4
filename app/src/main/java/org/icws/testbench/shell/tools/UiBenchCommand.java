package org.icws.testbench.shell.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ui}: how quick the window is. */
@Command(
        name = "testbench bench ui",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Measures the window while events stream into it: frame times and CPU of each page, changing the filter,",
            "memory with a million messages, and what it costs while nothing happens. Needs a screen; Xvfb is one.",
            "The events are made in this process: what is measured is the window, not a network."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed", "2:an option is wrong"})
public final class UiBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second. Default: 10,000.")
    private int rate = 10_000;

    @Option(names = "--seconds", paramLabel = "N", description = "Time of each measurement. Default: 8.")
    private int seconds = 8;

    @Option(names = "--messages", paramLabel = "N", description = "Messages for the memory. Default: 1,000,000.")
    private int messages = 1_000_000;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}. Default: all.")
    private Set<UiBench.Part> only = EnumSet.allOf(UiBench.Part.class);

    @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file as well.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        String table = UiBench.run(new UiBench.Order(rate, seconds, messages, only), step -> {
            spec.commandLine().getErr().println("bench: " + step);
            spec.commandLine().getErr().flush();
        });
        if (table == null) {
            spec.commandLine().getErr().println("bench: the window was closed before the end");
            return 1;
        }
        spec.commandLine().getOut().println(table);
        spec.commandLine().getOut().flush();
        if (out != null) {
            Files.writeString(out, table);
        }
        return 0;
    }
}
