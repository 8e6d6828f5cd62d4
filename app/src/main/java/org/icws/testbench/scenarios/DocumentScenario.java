package org.icws.testbench.scenarios;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.testbench.store.Format;

/** Several people edit one text. FX thread only. */
final class DocumentScenario extends Scenario {

    /** Hears what changes in somebody's copy. */
    interface Listener {

        /** A change of what is shown to somebody that did not come from there. */
        void changed(int seat, TextOperation change);

        /** A whole new text. */
        void replaced(int seat, String text);
    }

    /** What is said of the copies: the tone is "ok", "service" or "fail". */
    record Comparison(String tone, String verdict, String facts, String latency) {}

    private static final long CURSOR_PAUSE_NANOS = 400_000_000L;

    private final List<SharedText> copies = new ArrayList<>();
    private final List<Map<Principal, Integer>> cursors = new ArrayList<>();
    private final int[] carets = new int[3];
    private final int[] toldCarets = new int[3];
    private final long[] toldAt = new long[3];
    private final long[] verifiedAt = new long[3];
    private final ChangeTimes times = new ChangeTimes();
    private final ReadOnlyObjectWrapper<Comparison> comparison = new ReadOnlyObjectWrapper<>(this, "comparison");
    private final TypingScript script = new TypingScript();
    private Listener listener = new Listener() {
        @Override
        public void changed(int seat, TextOperation change) {
            // nobody looks
        }

        @Override
        public void replaced(int seat, String text) {
            // nobody looks
        }
    };
    private double speed = 1;

    DocumentScenario(Stage stage, Executor worker, Executor fxThread) {
        super(ScenarioKind.DOCUMENT, stage, worker, fxThread);
    }

    @Override
    byte[] argument() {
        return CandidEncoder.encode();
    }

    @Override
    void reset() {
        copies.clear();
        cursors.clear();
        IntStream.range(0, carets.length).forEach(i -> {
            copies.add(new SharedText());
            cursors.add(new TreeMap<>(java.util.Comparator.comparing(Principal::toString)));
            carets[i] = 0;
            toldCarets[i] = 0;
            verifiedAt[i] = 0;
        });
        times.clear();
        comparison.set(new Comparison("service", "Waiting for the text", "", ""));
    }

    @Override
    void started() {
        script.restart();
    }

    void setListener(Listener next) {
        listener = next;
    }

    @Override
    void received(Incoming message, CandidValue.Variant value) {
        int seat = message.seat();
        verifiedAt[seat] = message.receivedNanos();
        if (value.is("Document")) {
            document(seat, value.value().asRecord());
        } else if (value.is("Applied")) {
            applied(message, value.value().asRecord());
        } else if (value.is("Joined") || value.is("Moved")) {
            person(seat, value.value().asRecord().get("person").asRecord());
        } else if (value.is("Left")) {
            cursors.get(seat).remove(value.value().asRecord().get("who").asPrincipal());
        } else if (value.is("Refused")) {
            // The change is lost there, so the copies would differ: the canister's text counts.
            send(seat, CandidValue.variant("Reload"));
        }
    }

    private void document(int seat, CandidValue.Record document) {
        copies.get(seat)
                .reset(document.get("version").asLong(), document.get("text").asText());
        document.get("people").asList().forEach(p -> person(seat, p.asRecord()));
        carets[seat] = Math.min(carets[seat], length(copies.get(seat).shown()));
        listener.replaced(seat, copies.get(seat).shown());
    }

    private void person(int seat, CandidValue.Record person) {
        Principal who = person.get("who").asPrincipal();
        if (seatOf(who) != seat) {
            int at = copies.get(seat).here((int) person.get("cursor").asLong());
            cursors.get(seat).put(who, at);
        }
    }

    private void applied(Incoming message, CandidValue.Record applied) {
        int seat = message.seat();
        long version = applied.get("version").asLong();
        int author = seatOf(applied.get("author").asPrincipal());
        TextOperation change = DocumentWire.operation(applied.get("operation").asList());
        try {
            TextOperation here = copies.get(seat).applied(version, author == seat, change);
            shift(seat, here);
            follow(seat, applied.get("author").asPrincipal(), here);
            listener.changed(seat, here);
        } catch (IllegalStateException | IllegalArgumentException e) {
            send(seat, CandidValue.variant("Reload"));
            return;
        }
        if (author == seat) {
            times.made(version, author);
        } else if (author >= 0) {
            times.reached(
                    version, kind().people().get(seat), author, kind().people().get(author), message.receivedNanos());
        }
    }

    /** Who types tells no cursor meanwhile: it is where the change ends. */
    private void follow(int seat, Principal author, TextOperation change) {
        if (seatOf(author) != seat && change.end() >= 0) {
            cursors.get(seat).put(author, change.end());
        }
    }

    private void shift(int seat, TextOperation change) {
        carets[seat] = change.moved(carets[seat]);
        cursors.get(seat).replaceAll((who, at) -> change.moved(at));
    }

    /** Something was typed in somebody's copy. */
    void typed(int seat, TextOperation change) {
        SharedText copy = copies.get(seat);
        if (!isRunning() || !copy.isReady() || change.isNothing()) {
            return;
        }
        copy.edit(change);
        cursors.get(seat).replaceAll((who, at) -> change.moved(at));
        flush(seat);
    }

    private void flush(int seat) {
        copies.get(seat).next().ifPresent(edit -> {
            times.typed(seat, now());
            send(
                    seat,
                    CandidValue.variant(
                            "Edit",
                            CandidValue.record(
                                    "base",
                                    CandidValue.nat64(edit.base()),
                                    "operation",
                                    DocumentWire.components(edit.operation()))));
        });
    }

    /** Somebody's caret moved; others are told when nothing is on its way. */
    void caret(int seat, int position) {
        carets[seat] = position;
    }

    private void tellCaret(int seat, long nowNanos) {
        SharedText copy = copies.get(seat);
        if (carets[seat] != toldCarets[seat]
                && copy.isReady()
                && copy.unsent() == 0
                && nowNanos - toldAt[seat] > CURSOR_PAUSE_NANOS) {
            toldCarets[seat] = carets[seat];
            toldAt[seat] = nowNanos;
            send(
                    seat,
                    CandidValue.variant(
                            "Cursor",
                            CandidValue.record(
                                    "base", CandidValue.nat64(copy.version()), "at", CandidValue.nat32(carets[seat]))));
        }
    }

    @Override
    void tick(long nowNanos) {
        if (!byHandProperty().get() && copies.stream().allMatch(SharedText::isReady)) {
            script.play(speed, this::typeFor);
        }
        for (int i = 0; i < copies.size(); i++) {
            flush(i);
            tellCaret(i, nowNanos);
        }
        comparison.set(compare());
    }

    @Override
    void next() {
        if (copies.stream().allMatch(SharedText::isReady)) {
            script.step(this::typeFor);
        }
    }

    /** One person of the script types or deletes at the own caret. */
    private boolean typeFor(int seat, TypingScript.Stroke stroke) {
        SharedText copy = copies.get(seat);
        int at = Math.min(carets[seat], length(copy.shown()));
        if (stroke.behind() != null) {
            int found = copy.shown().indexOf(stroke.behind());
            if (found < 0) {
                return false;
            }
            at = copy.shown().codePointCount(0, found) + length(stroke.behind());
        }
        int deleted = Math.min(stroke.delete(), at);
        TextOperation change = TextOperation.replace(at - deleted, deleted, stroke.text());
        carets[seat] = at - deleted + length(stroke.text());
        copy.edit(change);
        cursors.get(seat).replaceAll((who, c) -> change.moved(c));
        listener.changed(seat, change);
        return true;
    }

    private Comparison compare() {
        List<String> busy = IntStream.range(0, copies.size())
                .filter(i -> copies.get(i).unsent() > 0)
                .mapToObj(i -> kind().people().get(i))
                .toList();
        boolean sameVersion =
                copies.stream().mapToLong(SharedText::version).distinct().count() == 1;
        String facts = "revision " + Format.count(Math.max(0, copies.get(0).version()));
        String lastReached = times.last();
        if (!busy.isEmpty() || !sameVersion) {
            String who = busy.isEmpty() ? "A change" : String.join(", ", busy);
            return new Comparison(
                    "service",
                    busy.isEmpty()
                            ? "On its way to the others"
                            : who + (busy.size() == 1 ? " waits" : " wait") + " for the canister",
                    facts + (lastReached.isEmpty() ? "" : ", " + lastReached),
                    times.summary());
        }
        String hash = hash(copies.get(0).shown());
        boolean equal = copies.stream().allMatch(c -> hash(c.shown()).equals(hash));
        return new Comparison(
                equal ? "ok" : "fail",
                equal ? "All copies are equal" : "The copies differ",
                facts + ", SHA-256 " + hash.substring(0, 12) + "…" + (lastReached.isEmpty() ? "" : ", " + lastReached),
                times.summary());
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static long now() {
        java.time.Instant instant = java.time.Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** How fast the script writes; 1 = as a person does. */
    void setSpeed(double next) {
        speed = next;
    }

    SharedText copy(int seat) {
        return copies.get(seat);
    }

    int caretOf(int seat) {
        return carets[seat];
    }

    /** Where the others are in somebody's copy. */
    Map<Principal, Integer> cursorsOf(int seat) {
        return seat < cursors.size() ? cursors.get(seat) : Map.of();
    }

    /** When somebody got the last verified message; 0 before the first. */
    long verifiedAt(int seat) {
        return verifiedAt[seat];
    }

    ReadOnlyObjectProperty<Comparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }
}
