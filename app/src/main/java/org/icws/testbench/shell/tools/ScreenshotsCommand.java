package org.icws.testbench.shell.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code screenshots}: a picture of every page in both themes. */
@Command(
        name = "testbench screenshots",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Starts the real network in a window, lets real clients talk, and takes a picture of every page in both themes.",
            "Needs a screen; Xvfb is one."
        })
public final class ScreenshotsCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "Where the pictures go; made when missing. Default: docs/images.")
    private Path folder = Path.of("docs", "images");

    @Option(names = "--width", paramLabel = "PIXELS", description = "Width of the window. Default: 1440.")
    private double width = 1440;

    @Option(names = "--height", paramLabel = "PIXELS", description = "Height of the window. Default: 900.")
    private double height = 900;

    @Option(
            names = "--zoom",
            paramLabel = "PERCENT",
            description = "Size of everything, 80 to 200; the picture grows with it. Default: 100.")
    private int zoom = 100;

    @Option(names = "--only", paramLabel = "PAGE", split = ",", description = "Only these pages, such as messages.")
    private List<String> only = List.of();

    @Override
    public Integer call() {
        Photographer.run(new Photographer.Order(folder, width, height, zoom, only));
        return 0;
    }
}
