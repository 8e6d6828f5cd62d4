package org.icws.testbench.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javafx.scene.Parent;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.capture.CaptureException;
import org.icws.gateway.capture.CaptureHeader;
import org.icws.testbench.control.ZoomPane;
import org.icws.testbench.files.FileTrouble;
import org.icws.testbench.keys.ActionTable;
import org.icws.testbench.keys.KeyAction;
import org.icws.testbench.messages.MessageDeeds;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.session.RecordedSession;
import org.icws.testbench.session.RecordedView;
import org.icws.testbench.session.SessionFiles;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsView;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saving, exporting and opening sessions: asks for files, works in the background, says how it went. FX thread only. */
final class SessionPart implements AutoCloseable {

    /** What this needs of the window system. */
    interface Files {

        /** Asks for a file to write; empty if nobody wants to. */
        Optional<Path> save(String title, String name, String kind, String ending);

        /** Asks for a file to read. */
        Optional<Path> open(String title, String kind, String ending);

        /** Opens a second window. */
        void window(String title, Parent content, Runnable closed);

        /** Brings the first window before all others and gives it the keys, as something is said there. */
        void front();
    }

    /** What is said to the person. */
    interface Voice {

        void done(String words);

        void failed(String what, String why, String todo);

        /** The same where a setting can help; {@code field} names it. */
        void failed(String what, String why, String todo, String field);

        /** The same where something can be done at once; {@code verb} names the deed. */
        void failed(String what, String why, String todo, String verb, Runnable deed);
    }

    /** What to ask for a file with. */
    private record Question(String title, String name, String kind, String pattern) {}

    /**
     * Something to write once it is known where.
     *
     * @param done what was done, when it was
     */
    private record Job(String done, Writing writing) {}

    private interface Writing {

        void to(Path path) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionPart.class);
    private static final String GROUP = "Session";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    private static final int MOST_REASONS = 5;
    private static final String TODO =
            "Save elsewhere, or put that right and try again. Nothing is lost: the messages are still here.";

    private final MessagesViewModel messages;
    private final NameBook names;
    private final SettingsModel settings;
    private final Supplier<GatewaySnapshot> snapshot;
    private final Executor fxThread;
    private final Supplier<Optional<MessagesView>> view;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "session-files");
        thread.setDaemon(true);
        return thread;
    });
    private Files files = new NoFiles();
    private Voice voice;
    private String gatewayUrl = "";

    SessionPart(
            MessagesViewModel messages,
            NameBook names,
            SettingsModel settings,
            Supplier<GatewaySnapshot> snapshot,
            Executor fxThread,
            Supplier<Optional<MessagesView>> view) {
        this.messages = messages;
        this.names = names;
        this.settings = settings;
        this.snapshot = snapshot;
        this.fxThread = fxThread;
        this.view = view;
    }

    void setFiles(Files dialogs) {
        files = dialogs;
    }

    void setVoice(Voice speaker) {
        voice = speaker;
    }

    void setGateway(String url) {
        gatewayUrl = url;
    }

    void addTo(ActionTable table) {
        Supplier<String> empty = () -> messages.rows().isEmpty() ? "There are no messages yet." : null;
        Supplier<String> unseen = () -> view.get().isEmpty() ? "Open Messages first." : empty.get();
        table.add(
                KeyAction.of(GROUP, "Save the session…", "fth-save", this::save, "Shortcut+S")
                        .unless(empty),
                KeyAction.of(GROUP, "Open a recorded session…", "fth-folder", this::openAsked, "Shortcut+O"),
                KeyAction.of(
                                GROUP,
                                "Export the messages shown as JSON lines…",
                                "fth-download",
                                this::exportRows,
                                "Shortcut+Shift+S")
                        .unless(empty),
                KeyAction.of(GROUP, "Export the messages shown as HAR…", "fth-download", this::exportHar)
                        .unless(empty),
                KeyAction.of(GROUP, "Export the table as CSV…", "fth-download", this::exportCsv)
                        .unless(unseen));
    }

    /** The ways to write messages to files, for a menu. */
    List<MessageDeeds.Export> exports() {
        return List.of(
                new MessageDeeds.Export("Save the session… (Ctrl+S)", this::save),
                new MessageDeeds.Export("Export the messages shown as JSON lines… (Ctrl+Shift+S)", this::exportRows),
                new MessageDeeds.Export("Export the messages shown as HAR…", this::exportHar),
                new MessageDeeds.Export("Export the table as CSV…", this::exportCsv));
    }

    private static String name(String ending) {
        return "session-" + LocalDateTime.now().format(STAMP) + ending;
    }

    private SessionFiles.Extras extras() {
        GatewaySnapshot now = snapshot.get();
        long first = messages.rows().isEmpty() ? 0 : messages.rows().get(0).atNanos();
        return new SessionFiles.Extras(
                new CaptureHeader(
                        CaptureHeader.CURRENT,
                        first,
                        now == null ? "aaaaa-aa" : now.gateway().toString(),
                        now == null ? "" : now.rootKeyHex()),
                SessionFiles.notes(messages.rows()),
                names.given());
    }

    void save() {
        ask(question("Save the session", SessionFiles.ENDING, "Session"), () -> {
            SessionFiles.Extras extras = extras();
            return new Job(
                    "Saved " + Format.count(messages.rows().size(), "message"),
                    path -> SessionFiles.save(path, messages.payloads(), extras));
        });
    }

    private void exportRows() {
        ask(question("Export the messages shown as JSON lines", SessionFiles.ENDING, "JSON lines"), () -> {
            List<MessageRow> rows = List.copyOf(messages.shown());
            SessionFiles.Extras extras = extras();
            return new Job(
                    exported(rows.size()), path -> SessionFiles.saveRows(path, rows, messages.sessions(), extras));
        });
    }

    private void exportHar() {
        ask(question("Export as HAR", ".har", "HTTP archive"), () -> {
            List<MessageRow> rows = List.copyOf(messages.shown());
            return new Job(
                    exported(rows.size()), path -> SessionFiles.har(path, rows, messages.sessions(), gatewayUrl));
        });
    }

    private void exportCsv() {
        view.get()
                .ifPresent(page -> ask(question("Export as CSV", ".csv", "Table"), () -> {
                    MessagesView.Sheet sheet = page.sheet();
                    return new Job(exported(sheet.rows().size()), path -> SessionFiles.csv(path, sheet));
                }));
    }

    void exportContent(MessageRow row) {
        byte[] content = row.content() != null ? row.content() : row.signedBytes();
        if (content == null) {
            voice.failed(
                    "There is no content to export.",
                    "The message has none, or it is not kept any more.",
                    "Let more contents be kept from now on.",
                    SettingsView.MEGABYTES);
            return;
        }
        ask(
                new Question("Export the content", "message-" + row.number() + ".bin", "Content", "*.bin"),
                () -> new Job(
                        "Exported " + Format.count(content.length, "byte"),
                        path -> SessionFiles.content(path, content)));
    }

    private static String exported(int rows) {
        return "Exported " + Format.count(rows, "message");
    }

    private static Question question(String title, String ending, String kind) {
        return new Question(title, name(ending), kind, "*" + ending);
    }

    /** Asks where to, then writes; asks again when that failed and somebody wants to. */
    private void ask(Question question, Supplier<Job> prepare) {
        files.save(question.title(), question.name(), question.kind(), question.pattern())
                .map(path -> withEnding(path, question.pattern().substring(1)))
                .ifPresent(path -> {
                    Job job = prepare.get();
                    worker.execute(() -> write(path, job, () -> ask(question, prepare)));
                });
    }

    /** A name without an ending gets it: the file would not be found again. One that is there was not agreed to be replaced. */
    private static Path withEnding(Path path, String ending) {
        Path whole = path.resolveSibling(path.getFileName() + ending);
        return path.getFileName().toString().contains(".") || java.nio.file.Files.exists(whole) ? path : whole;
    }

    private void write(Path path, Job job, Runnable again) {
        try {
            job.writing().to(path);
            fxThread.execute(() -> voice.done(job.done() + " to " + path.getFileName()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be written: {}", path, e.toString());
            String why = FileTrouble.sentence(e, path);
            fxThread.execute(() ->
                    voice.failed("The file " + path + " could not be written.", why, TODO, "Save elsewhere…", again));
        }
    }

    private void openAsked() {
        files.open("Open a recorded session", "Session", "*.jsonl").ifPresent(path -> open(List.of(path)));
    }

    /** Opens recorded sessions in windows of their own, beside the live one; tells at the end of those that did not open. */
    void open(List<Path> paths) {
        int rows = settings.get().rowsKept();
        long memory = (long) settings.get().payloadMegabytes() << 20;
        Path spill =
                settings.dataDirectory().map(dir -> dir.resolve("contents")).orElse(null);
        worker.execute(() -> {
            List<String> reasons = new ArrayList<>();
            for (Path path : paths) {
                try {
                    RecordedSession session =
                            RecordedSession.read(path, rows, new PayloadStore(memory, spill), worker, fxThread);
                    fxThread.execute(() -> show(path, session));
                } catch (RuntimeException e) {
                    reasons.add(whyUnreadable(path, e));
                }
            }
            if (!reasons.isEmpty()) {
                fxThread.execute(() -> unopened(reasons, paths.size()));
            }
        });
    }

    private void unopened(List<String> reasons, int of) {
        files.front(); // they came from another program, or were dropped on another window
        String more = reasons.size() > MOST_REASONS ? "\nand " + (reasons.size() - MOST_REASONS) + " more." : "";
        voice.failed(
                of == 1
                        ? "The session could not be opened."
                        : reasons.size() + " of " + of + " sessions could not be opened.",
                String.join("\n", reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))) + more,
                "Choose a file that this program saved; it ends in " + SessionFiles.ENDING + ".",
                "Choose another file…",
                this::openAsked);
    }

    private static String whyUnreadable(Path path, RuntimeException failure) {
        if (path.toFile().isDirectory()) {
            return path + " is a folder.";
        }
        if (path.toFile().isFile() && path.toFile().length() == 0) {
            return path + " is empty: whatever was to be written to it was not.";
        }
        if (failure instanceof CaptureException) {
            return failure.getMessage() + ".";
        }
        LOG.warn("{} could not be opened", path, failure);
        return path + " could not be read to its end: " + failure + ".";
    }

    private void show(Path path, RecordedSession session) {
        ZoomPane zoom = new ZoomPane(
                new RecordedView(session, this::exportContent, settings.get().compactMessages()));
        zoom.zoomProperty().bind(settings.settingsProperty().map(now -> now.zoomPercent() / 100.0));
        files.window(path.getFileName() + " · recorded session", zoom, () -> {
            zoom.zoomProperty().unbind();
            session.close();
        });
    }

    @Override
    public void close() {
        worker.shutdown();
    }

    /** Without a window system nothing is asked. */
    private static final class NoFiles implements Files {

        @Override
        public Optional<Path> save(String title, String name, String kind, String ending) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> open(String title, String kind, String ending) {
            return Optional.empty();
        }

        @Override
        public void window(String title, Parent content, Runnable closed) {}

        @Override
        public void front() {}
    }
}
