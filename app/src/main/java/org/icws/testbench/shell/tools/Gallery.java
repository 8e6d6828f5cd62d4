package org.icws.testbench.shell.tools;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.control.ButtonBase;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.scenarios.ScenarioKind;
import org.icws.testbench.shell.CompositionRoot;
import org.icws.testbench.shell.LiveNetwork;
import org.icws.testbench.shell.ViewId;

/** The order in which pages are filled with real traffic and photographed. FX thread only. */
final class Gallery {

    private static final List<String> WORDS =
            List.of("ping", "hello, canister", "how is the weather?", "one more", "are you still there?", "thank you");
    private static final int EXCHANGES = 48;
    private static final int TICKS = 12;
    private static final int SETTLE_MILLIS = 900;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int PLAY_MILLIS = 14_000;
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    /** What takes the pictures. */
    interface Camera {

        /** Goes on with the script after so long. */
        void pause(double millis);

        /** Takes a picture in both themes. */
        void picture(String name);

        /** The network that runs. */
        LiveNetwork network();
    }

    private final ArrayDeque<Runnable> script;
    private final CompositionRoot root;
    private final Camera camera;
    private final List<String> only;

    Gallery(ArrayDeque<Runnable> script, CompositionRoot root, Camera camera, List<String> only) {
        this.script = script;
        this.root = root;
        this.camera = camera;
        this.only = only;
    }

    /** Writes all of it down. */
    void write() {
        script.add(() -> root.connections().addClient());
        await("the second client", () -> camera.network().senders().size() > 1);
        for (int i = 0; i < EXCHANGES; i++) {
            int number = i;
            script.add(() -> exchange(number));
        }
        script.add(() -> camera.pause(SETTLE_MILLIS));
        for (ViewId id : ViewId.values()) {
            String name = id.name().toLowerCase(Locale.ROOT);
            if (wanted(name)) {
                page(id, name);
            }
        }
        palette();
        for (ScenarioKind kind : ScenarioKind.values()) {
            scenario(kind);
        }
        failedProof();
        failedStart();
    }

    /** Goes on once this holds. */
    private void await(String what, BooleanSupplier reached) {
        script.add(() -> look(what, reached, System.nanoTime() + LONGEST_WAIT_NANOS));
    }

    private void look(String what, BooleanSupplier reached, long until) {
        if (reached.getAsBoolean()) {
            return;
        }
        if (System.nanoTime() - until > 0) {
            throw new IllegalStateException("There is no picture without " + what + ", which did not come.");
        }
        script.addFirst(() -> look(what, reached, until));
        camera.pause(50);
    }

    private long ticks() {
        return root.messages().rows().stream()
                .filter(row -> row.canister().equals("exchange_rates"))
                .count();
    }

    private Optional<MessageRow> firstFailed() {
        return root.messages().rows().stream()
                .filter(row -> row.verdict() == Verdict.FAILED)
                .findFirst();
    }

    private boolean wanted(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private void page(ViewId id, String name) {
        if (id == ViewId.COMPOSE) {
            script.add(this::compose);
            script.add(() -> camera.pause(SETTLE_MILLIS));
        }
        script.add(() -> open(id));
        script.add(() -> camera.pause(SETTLE_MILLIS));
        script.add(() -> camera.picture(name));
        if (id == ViewId.SIGNATURES) {
            script.add(this::chooseClientProof);
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("signatures-envelope"));
        }
        if (id == ViewId.REPLICA) {
            script.add(() -> press("#replica-manage"));
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("replica-canister"));
            script.add(() -> press("#canister-close"));
        }
    }

    private void press(String id) {
        ((ButtonBase) root.view().lookup(id)).fire();
    }

    private void open(ViewId id) {
        root.shell().viewProperty().set(id);
        List<MessageRow> shown = root.messages().shown();
        if (id == ViewId.MESSAGES && shown.size() > 6) {
            root.messages().select(shown.get(shown.size() - 6).id());
        }
    }

    private void compose() {
        root.compose().setKeepText(true);
        root.compose().editor().editLeaf("text", "is anybody there?");
        root.compose().save("A question");
        root.compose().send();
    }

    private void chooseClientProof() {
        root.messages().rows().stream()
                .filter(row -> row.direction() == MessageRow.Direction.UP && !row.service())
                .reduce((first, second) -> second)
                .ifPresent(root.signatures()::choose);
    }

    private void exchange(int number) {
        List<TestSender> senders = camera.network().senders();
        senders.get(number % senders.size())
                .send(CandidEncoder.encode(CandidValue.record(
                        "text",
                        CandidValue.text(WORDS.get(number % WORDS.size())),
                        "timestamp",
                        CandidValue.nat64(System.currentTimeMillis() * 1_000_000L))));
        camera.pause(70 + number * 37 % 160);
    }

    private void palette() {
        if (wanted("palette")) {
            script.add(() -> open(ViewId.OVERVIEW));
            script.add(() -> root.view().togglePalette());
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("palette"));
            script.add(() -> root.view().toggleSheet());
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("shortcuts"));
            script.add(() -> root.view().toggleSheet());
        }
    }

    private void scenario(ScenarioKind kind) {
        String name = "scenario-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (wanted(name)) {
            script.add(() -> open(ViewId.SCENARIOS));
            script.add(() -> root.scenarios().play(kind));
            script.add(() -> camera.pause(PLAY_MILLIS));
            script.add(() -> camera.picture(name));
            script.add(() -> root.scenarios().leave());
        }
    }

    /**
     * The replica signs with an old time, so the certificates of what comes then are refused. What comes has to come by
     * itself: a client's own message would end its connection, as the answer to its call is refused, too.
     */
    private void failedProof() {
        if (wanted("signatures-failed")) {
            script.add(() -> open(ViewId.SCENARIOS));
            script.add(() -> root.scenarios().play(ScenarioKind.RATES));
            await("the ticker", () -> ticks() > TICKS);
            script.add(() -> open(ViewId.REPLICA));
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> root.replica().steering().setFaults(f -> f.withCertificateAge(Duration.ofMinutes(6))));
            await("a proof that failed", () -> firstFailed().isPresent());
            script.add(() -> open(ViewId.SIGNATURES));
            script.add(() -> firstFailed().ifPresent(root.signatures()::choose));
            await("its failed step", () -> root.view().lookup(".step.failed") != null);
            await(
                    "the verdict on all",
                    () -> root.signatures().summaryProperty().get().tone().equals("fail"));
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("signatures-failed"));
            script.add(() -> open(ViewId.OVERVIEW));
            script.add(() -> camera.pause(SETTLE_MILLIS));
            script.add(() -> camera.picture("overview-failed"));
            script.add(() -> root.scenarios().leave());
        }
    }

    private void failedStart() {
        if (wanted("start-failed")) {
            script.add(() -> root.useNetwork(NOBODY));
            script.add(() -> open(ViewId.START));
            script.add(() -> camera.pause(4 * SETTLE_MILLIS));
            script.add(() -> camera.picture("start-failed"));
        }
    }
}
