package org.icws.testbench.session;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.capture.CaptureContents;
import org.icws.gateway.capture.CaptureException;
import org.icws.gateway.capture.CaptureHeader;
import org.icws.gateway.capture.CaptureNote;
import org.icws.gateway.capture.CaptureReader;
import org.icws.gateway.capture.CaptureSummary;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.trust.SignaturesViewModel;

/**
 * A session read from a file, with view models of its own: it stands beside a live one and changes nothing of it. What can
 * be read is shown even if the file is damaged.
 */
public final class RecordedSession implements AutoCloseable {

    private static final int CHUNK = 4_000;

    private final Path file;
    private final NameBook names = new NameBook();
    private final PayloadStore contents;
    private final MessagesViewModel messages;
    private final LatencyViewModel latency;
    private final SignaturesViewModel signatures;
    private final Executor fxThread;
    private CaptureHeader header;
    private final List<CaptureNote> notes = new ArrayList<>();
    private final List<GatewayEvent> chunk = new ArrayList<>(CHUNK);
    private long verified;
    private long failed;
    private long unverified;
    private long lastNanos;
    private String notice = "";
    private long events;

    private RecordedSession(Path file, int rows, PayloadStore contents, Executor background, Executor fxThread) {
        this.file = file;
        this.contents = contents;
        this.fxThread = fxThread;
        messages = new MessagesViewModel(names, rows, contents);
        messages.followingProperty().set(false);
        messages.filter().searchContents(background, fxThread);
        latency = new LatencyViewModel(messages);
        latency.windowProperty().set(LatencyViewModel.Window.WHOLE_RUN);
        signatures = new SignaturesViewModel(messages, background, fxThread);
        signatures.followingProperty().set(false);
    }

    /**
     * Reads a file. Blocks; not for the FX thread, on which the rows are put together.
     *
     * @param rows how many messages are kept
     * @param contents where their contents lie; closed with the session
     * @param background where proofs are made anew
     * @throws CaptureException if nothing of it can be read; the message says why
     */
    public static RecordedSession read(
            Path file, int rows, PayloadStore contents, Executor background, Executor fxThread) {
        RecordedSession session = new RecordedSession(file, rows, contents, background, fxThread);
        try {
            session.read();
            return session;
        } catch (RuntimeException e) {
            contents.close();
            throw e;
        }
    }

    private void read() {
        try {
            CaptureSummary summary = CaptureReader.readAll(file, new Contents());
            flush();
            notice = notice(summary);
        } catch (CaptureException e) {
            if (header == null || events == 0 && chunk.isEmpty()) {
                throw e;
            }
            flush();
            notice = "The file is damaged; what comes before is shown. " + e.getMessage() + ".";
        } catch (UncheckedIOException e) {
            throw new CaptureException(file + " cannot be read: " + e.getCause().getMessage(), e);
        }
        CompletableFuture.runAsync(this::restoreNotes, fxThread).join();
    }

    private static String notice(CaptureSummary summary) {
        List<String> words = new ArrayList<>();
        int version = summary.header().version();
        if (version > CaptureHeader.CURRENT) {
            words.add("A newer version of this program wrote the file (format " + version + "; this one knows "
                    + CaptureHeader.CURRENT + "): what it understands is shown.");
        }
        if (!summary.complete()) {
            words.add("The file ends in the middle; everything that is whole is shown.");
        }
        if (summary.lost() > 0) {
            words.add(Format.count(summary.lost(), "event") + " came faster than they could be written.");
        }
        if (summary.unknown() > 0) {
            words.add(Format.count(summary.unknown(), "line") + " of a kind this version does not know "
                    + (summary.unknown() == 1 ? "was" : "were") + " skipped.");
        }
        return String.join(" ", words);
    }

    /** Takes over the file's lines on the reading thread. */
    private final class Contents implements CaptureContents {

        @Override
        public void header(CaptureHeader first) {
            header = first;
        }

        @Override
        public void event(GatewayEvent event) {
            chunk.add(event);
            count(event);
            if (chunk.size() == CHUNK) {
                flush();
            }
        }

        @Override
        public void note(CaptureNote note) {
            notes.add(note);
        }

        @Override
        public void name(String principal, String name) {
            names.put(principal, name);
        }
    }

    private void count(GatewayEvent event) {
        lastNanos = Math.max(lastNanos, event.atNanos());
        Proof proof = event instanceof GatewayEvent.CanisterMessage down
                ? down.proof()
                : event instanceof GatewayEvent.ClientMessage up ? up.proof() : null;
        if (proof != null) {
            verified += proof.verdict() == Verdict.VERIFIED ? 1 : 0;
            failed += proof.verdict() == Verdict.FAILED ? 1 : 0;
            unverified += proof.verdict() == Verdict.NOT_CHECKED ? 1 : 0;
        }
    }

    private void flush() {
        events += chunk.size();
        Counters counters = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, verified, failed, unverified, 0, 0, 0);
        GatewaySnapshot snapshot = new GatewaySnapshot(
                lastNanos,
                Principals.parse(header.gateway()),
                header.rootKeyHex(),
                RootKeySource.FETCHED,
                List.of(),
                List.of(),
                counters);
        Frame frame = new Frame(lastNanos, List.copyOf(chunk), 0, snapshot);
        chunk.clear();
        messages.prepare(frame);
        CompletableFuture.runAsync(
                        () -> {
                            messages.onFrame(frame);
                            latency.onFrame(frame);
                            signatures.onFrame(frame);
                        },
                        fxThread)
                .join();
    }

    private void restoreNotes() {
        for (CaptureNote note : notes) {
            messages.restore(note.sequence(), new MessageRow.Note(note.pinned(), note.marked(), note.comment()));
        }
        signatures.list();
    }

    public Path file() {
        return file;
    }

    /** First line of the file. */
    public CaptureHeader header() {
        return header;
    }

    /** What is missing in the file, in words; empty if nothing is. */
    public String notice() {
        return notice;
    }

    public MessagesViewModel messages() {
        return messages;
    }

    public LatencyViewModel latency() {
        return latency;
    }

    public SignaturesViewModel signatures() {
        return signatures;
    }

    /** Lets go of the contents. */
    @Override
    public void close() {
        contents.close();
    }
}
