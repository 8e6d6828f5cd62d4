package org.icws.testbench.shell.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.icws.testbench.bench.BenchReport;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.shell.CompositionRoot;
import org.icws.testbench.shell.LiveNetwork;
import org.icws.testbench.shell.PagesAhead;
import org.icws.testbench.shell.RestingPulseTimer;
import org.icws.testbench.shell.RuntimeNetwork;
import org.icws.testbench.shell.ViewId;
import org.icws.testbench.store.Frame;
import org.icws.testbench.theme.Fonts;

/** Streams events into the real window and measures it: each page, the filter, the memory, and doing nothing. */
public final class UiBench extends Application {

    /**
     * What to measure.
     *
     * @param rate messages a second
     * @param seconds time of each measurement
     * @param messages how many for the memory
     * @param parts what to measure of {@link Part}
     */
    record Order(int rate, int seconds, int messages, Set<Part> parts) {}

    /** What can be measured. */
    enum Part {
        IDLE,
        OPENING,
        PAGES,
        MINIMISED,
        FILTER,
        MEMORY
    }

    private static final AtomicReference<Order> ORDER = new AtomicReference<>();
    private static final AtomicReference<Consumer<String>> PROGRESS = new AtomicReference<>();
    private static final AtomicReference<String> RESULT = new AtomicReference<>();
    private static final List<ViewId> PAGES = List.of(
            ViewId.OVERVIEW, ViewId.CONNECTIONS, ViewId.MESSAGES, ViewId.QUEUES, ViewId.SIGNATURES, ViewId.LATENCY);
    private static final String[] FILTERS = {
        "flood", "~dir up", "~b \"tick 7\" & !~client \"Client 3\"", "client 11", "~seq 5..900 | ~gap", ""
    };
    private static final int FILTER_ROWS = 100_000;
    private static final int CHUNK = 5_000;
    /** The compiler takes its time over code that runs seldom, and polling and painting slow down only after a minute. */
    private static final int SETTLE_SECONDS = 140;

    /** Polling and painting slow down again, and the minute in which the canister acknowledges, every fifth one, is over. */
    private static final int SETTLE_AGAIN_SECONDS = 120;

    private static final int IDLE_SECONDS = 60;

    private final ArrayDeque<Runnable> script = new ArrayDeque<>();
    private PageOpenings openings;
    private PagesAhead ahead;
    private final StringBuilder frames = new StringBuilder();
    private final StringBuilder facts = new StringBuilder();
    private Order order;
    private Stage window;
    private Path data;
    private CompositionRoot root;
    private FloodNetwork network;
    private boolean embedded;
    private boolean waiting;

    /** Measures; returns the tables, or null if the window was closed before the end. */
    static String run(Order wanted, Consumer<String> progress) {
        // JavaFX makes the application object itself, so all this has to wait here for it.
        ORDER.set(wanted);
        PROGRESS.set(progress);
        Application.launch(UiBench.class);
        return RESULT.get();
    }

    @Override
    public void start(Stage stage) throws IOException {
        order = ORDER.get();
        window = stage;
        data = ScratchFolder.make("testbench-bench");
        RestingPulseTimer.install();
        Fonts.load();
        SettingsModel settings = new SettingsModel(
                Settings.DEFAULTS
                        .withKept(FILTER_ROWS, Settings.DEFAULTS.payloadMegabytes())
                        .withMessages(false, "", "", List.of()),
                data);
        root = new CompositionRoot(this::network, Platform::runLater, settings);
        ahead = root.makePagesAhead();
        Scene scene = new Scene(root.view(), 1440, 900);
        root.view().getStyleClass().add("flat");
        root.themes().install(scene);
        stage.iconifiedProperty().addListener((o, old, now) -> root.pump().setPaused(now));
        ToolWindow.show(stage, scene);
        write();
        next();
    }

    private LiveNetwork network(boolean freePorts) {
        if (embedded) {
            return new RuntimeNetwork(RuntimeOptions.defaults(data).onFreePorts(), false);
        }
        network = new FloodNetwork();
        return network;
    }

    /** Starts another network and waits until it is up. */
    private void start(boolean real) {
        say(real ? "starting the embedded network" : "starting the flood");
        embedded = real;
        root.startNetwork();
        pause(1);
        script.addFirst(this::untilUp);
    }

    private void untilUp() {
        if (!root.shell().runningProperty().get()) {
            pause(.5);
            script.addFirst(this::untilUp);
        }
    }

    private void write() {
        FrameTimes times = new FrameTimes();
        script.add(() -> start(false));
        if (order.parts().contains(Part.OPENING)) {
            openings();
        }
        if (order.parts().contains(Part.PAGES)) {
            PAGES.forEach(page -> page(page, times));
        }
        if (order.parts().contains(Part.MINIMISED)) {
            minimised();
        }
        script.add(() -> network.rate(0));
        script.add(() -> pause(2));
        if (order.parts().contains(Part.FILTER)) {
            script.add(this::filters);
        }
        if (order.parts().contains(Part.MEMORY)) {
            script.add(this::memory);
        }
        if (order.parts().contains(Part.IDLE)) {
            idle();
        }
        script.add(this::finish);
    }

    private void page(ViewId page, FrameTimes times) {
        script.add(() -> {
            say(page.title() + " at " + order.rate() + " messages/s");
            network.rate(order.rate());
            root.shell().viewProperty().set(page);
        });
        script.add(() -> pause(4));
        measure(page.title(), times);
        if (page == ViewId.MESSAGES) {
            script.add(() -> {
                List<MessageRow> rows = root.messages().rows();
                root.messages().select(rows.get(rows.size() / 2).id());
            });
            script.add(() -> pause(1));
            measure(page.title() + ", one of the rows chosen", times);
            script.add(() -> {
                root.messages().selectedProperty().set(null);
                root.messages().followingProperty().set(true);
            });
        }
    }

    private void measure(String what, FrameTimes times) {
        script.add(times::begin);
        script.add(() -> pause(order.seconds()));
        script.add(() -> frames.append(times.end().row(what)));
    }

    /** While events stream in, and before anything was open: as it is for somebody who has just started and looked for a moment. */
    private void openings() {
        openings = new PageOpenings(root, ahead);
        script.add(() -> network.rate(10));
        script.add(() -> pause(2));
        makePagesAhead();
        script.add(() -> network.rate(order.rate()));
        for (int round = 0; round < 2; round++) {
            for (ViewId page : ViewId.values()) {
                script.add(() -> pause(1));
                script.add(() -> {
                    say("opening " + page.title());
                    openings.open(page);
                });
            }
        }
    }

    /** As the window does after its start. */
    private void makePagesAhead() {
        script.add(ahead::begin);
        script.add(this::untilPagesMade);
    }

    private void untilPagesMade() {
        if (!ahead.isDone()) {
            pause(.5);
            script.addFirst(this::untilPagesMade);
        }
    }

    /** The real thing, since what costs is its clients' polls: everything embedded, as it is started, and without a client. */
    private void idle() {
        script.add(() -> start(true));
        makePagesAhead();
        idle("the built-in client connected, as started", SETTLE_SECONDS);
        script.add(() -> root.connections().close(1000, ""));
        idle("no client, nothing to poll", SETTLE_AGAIN_SECONDS);
    }

    private void idle(String what, int settleSeconds) {
        CpuTimes cpu = new CpuTimes();
        script.add(() -> {
            say("idle: " + what);
            root.shell().viewProperty().set(ViewId.OVERVIEW);
            pause(settleSeconds);
        });
        script.add(cpu::begin);
        script.add(() -> pause(Math.max(order.seconds(), IDLE_SECONDS)));
        script.add(() -> {
            CpuTimes.Share share = cpu.end();
            fact("Idle, " + what + ": everything", "%.2f %% of a core", share.process() * 100);
            fact("of it the FX thread", "%.2f %% of a core", share.fx() * 100);
        });
    }

    private void minimised() {
        CpuTimes cpu = new CpuTimes(); // a frame counter would ask for frames of its own
        script.add(() -> {
            say("minimised");
            network.rate(order.rate());
            window.setIconified(true);
            root.pump().setPaused(true); // a display without a window manager does not tell
            pause(2);
        });
        script.add(cpu::begin);
        script.add(() -> pause(order.seconds()));
        script.add(() -> {
            fact(
                    "Minimised at this rate: FX thread",
                    "%.2f %% of a core",
                    cpu.end().fx() * 100);
            window.setIconified(false);
            root.pump().setPaused(false);
            pause(2);
        });
    }

    private void filters() {
        say("changing the filter");
        MessagesViewModel messages = root.messages();
        root.shell().viewProperty().set(ViewId.MESSAGES);
        while (messages.rows().size() < FILTER_ROWS) { // the last ones are held back for a moment
            feed(messages, FILTER_ROWS - messages.rows().size());
        }
        int rounds = 16;
        double[] took = new double[rounds * FILTERS.length];
        double[] rowsOnly = new double[took.length];
        for (int i = 0; i < took.length; i++) {
            String filter = FILTERS[i % FILTERS.length];
            long start = System.nanoTime();
            messages.filterProperty().set(filter);
            rowsOnly[i] = (System.nanoTime() - start) / 1e6;
            root.view().applyCss();
            root.view().layout();
            took[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] warm = Arrays.copyOfRange(took, 4 * FILTERS.length, took.length);
        Arrays.sort(warm);
        String rows = String.format(Locale.ROOT, "%,d", messages.rows().size());
        fact("Filter changed on " + rows + " rows, with layout: median", "%.1f ms", warm[warm.length / 2]);
        double[] rowsWarm = Arrays.copyOfRange(rowsOnly, 4 * FILTERS.length, rowsOnly.length);
        Arrays.sort(rowsWarm);
        fact("without layout: median", "%.1f ms", rowsWarm[rowsWarm.length / 2]);
        fact("the slowest of " + warm.length, "%.1f ms", warm[warm.length - 1]);
        for (int f = 0; f < FILTERS.length; f++) {
            double[] own = new double[rounds - 4];
            for (int r = 0; r < own.length; r++) {
                own[r] = took[(r + 4) * FILTERS.length + f];
            }
            Arrays.sort(own);
            fact(FILTERS[f].isEmpty() ? "to no filter" : "to " + FILTERS[f], "%.1f ms", own[own.length / 2]);
        }
        messages.filterProperty().set("");
    }

    private void memory() {
        say(order.messages() + " messages kept");
        MessagesViewModel messages = root.messages();
        root.settings().update(s -> s.withKept(order.messages(), s.payloadMegabytes()));
        long start = System.nanoTime();
        // Through the event queue, so that the contents' writer has the time it has in a stream.
        feedSlowly(messages, start);
    }

    private void feedSlowly(MessagesViewModel messages, long start) {
        int missing = order.messages() - messages.rows().size();
        if (missing > 0) {
            feed(messages, Math.min(CHUNK, missing));
            script.addFirst(() -> feedSlowly(messages, start));
            pause(.1);
            return;
        }
        int dropped = WholeCollection.run();
        Runtime vm = Runtime.getRuntime();
        fact(
                String.format(
                        Locale.ROOT, "%,d messages kept: heap", messages.rows().size()),
                "%.0f MB",
                (vm.totalMemory() - vm.freeMemory()) / 1e6);
        fact("requests to collect dropped by the virtual machine", "%.0f", (double) dropped);
        fact("contents in memory, as estimated", "%.0f MB", messages.payloads().memoryBytes() / 1e6);
        fact("contents in files", "%.0f MB", messages.payloads().diskBytes() / 1e6);
        fact("contents lost on the way", "%.0f", (double) messages.payloads().lost());
        fact("first message's content readable", messages.rows().get(0).content() == null ? "no%.0s" : "yes%.0s", 0d);
    }

    private void feed(MessagesViewModel messages, int count) {
        for (int left = count; left > 0; left -= CHUNK) {
            Frame frame = new Frame(System.nanoTime(), network.make(Math.min(CHUNK, left)), 0, network.snapshot());
            messages.prepare(frame);
            messages.onFrame(frame);
        }
    }

    private void finish() {
        RESULT.set("Machine: " + BenchReport.machine() + ", " + renderer() + ". Window 1440 × 900.\n\n"
                + String.format(Locale.ROOT, "At %,d messages/s, all captured:%n%n", order.rate())
                + "| page | frames/s | between frames: median / p99 / max | FX thread | process, cores |\n"
                + "|---|---|---|---|---|\n" + frames + (openings == null ? "" : "\n" + openings.table())
                + "\n| | |\n|---|---|\n" + facts);
        Platform.exit();
    }

    private static String renderer() {
        return Platform.isSupported(javafx.application.ConditionalFeature.SCENE3D)
                ? "painting in hardware"
                : "painting in software";
    }

    private void fact(String what, String pattern, double value) {
        facts.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, pattern, value))
                .append(" |\n");
    }

    private static void say(String words) {
        PROGRESS.get().accept(words);
    }

    private void pause(double seconds) {
        waiting = true;
        // Not an animation: that would keep the window's frames coming while nothing is to be drawn.
        CompletableFuture.delayedExecutor((long) (seconds * 1_000), TimeUnit.MILLISECONDS)
                .execute(() -> Platform.runLater(() -> {
                    waiting = false;
                    next();
                }));
    }

    private void next() {
        while (!waiting && !script.isEmpty()) {
            script.removeFirst().run();
        }
    }

    @Override
    public void stop() throws IOException {
        root.close();
        ScratchFolder.delete(data);
    }
}
