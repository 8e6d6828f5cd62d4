package org.icws.testbench.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.PayloadText;
import org.icws.testbench.store.Format;

/** The message beside the picture, in short: who, its way, its proof. */
final class MessageGlance extends StackPane {

    private final Label title = Nodes.label("", "t-heading");
    private final Badge direction = new Badge(Badge.Tone.NEUTRAL, "");
    private final Badge verdict = new Badge(Badge.Tone.NEUTRAL, "");
    private final FactGrid facts = new FactGrid(62);
    private final FactGrid way = new FactGrid(62);
    private final VBox proof = new VBox(4);
    private final VBox card;
    private final VBox nothing;
    private long shownId = -1;

    MessageGlance(OverviewViewModel model, LongConsumer openMessage, LongConsumer openProof) {
        setMinHeight(0);
        title.setId("glance-title");
        Button open = Nodes.button(null, "Open message", "accent");
        open.setOnAction(e -> openMessage.accept(shownId));
        Button steps = Nodes.button(null, "Proof");
        steps.setId("glance-proof");
        steps.setTooltip(new Tooltip("Every step of its proof, and the hash tree"));
        steps.setOnAction(e -> openProof.accept(shownId));
        VBox inner = new VBox(
                8,
                facts,
                Nodes.label("Its way", "t-caption", "section-line"),
                way,
                Nodes.label("Proof", "t-caption", "section-line"),
                proof);
        var scroll = Nodes.scroll(inner);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox body = new VBox(10, scroll, Nodes.row(8, open, steps));
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        card = Nodes.card(body, title, direction, Nodes.spacer(), verdict);
        nothing = Nodes.card(new EmptyState("fth-mouse-pointer", "No message yet", "Click an arrow to see its proof."));
        getChildren().addAll(nothing, card);
        model.glanceProperty().addListener((o, old, now) -> show(now));
        show(model.glanceProperty().get());
    }

    private void show(MessageRow row) {
        card.setVisible(row != null);
        nothing.setVisible(row == null);
        if (row == null) {
            return;
        }
        shownId = row.id();
        byte[] content = row.content();
        title.setText(content == null || row.service() ? row.kind() : PayloadText.headline(content));
        direction.show(row.directionTone(), row.directionWord());
        verdict.show(row.verdictTone(), row.verdictTone() == Badge.Tone.OK ? "verified" : row.verdictWord());
        facts.show(factsOf(row));
        way.show(wayOf(row));
        proof.getChildren()
                .setAll(
                        row.proof() == null
                                ? List.of()
                                : row.proof().steps().stream()
                                        .map(MessageGlance::step)
                                        .toList());
    }

    private static List<Entry> factsOf(MessageRow row) {
        boolean up = row.direction() == MessageRow.Direction.UP;
        List<Entry> entries = new ArrayList<>();
        if (row.event() instanceof GatewayEvent.CanisterMessage m) {
            entries.add(new Entry("Key", shorten(m.key())));
        }
        entries.add(new Entry("From", up ? row.client() : row.canister()));
        entries.add(new Entry("To", up ? row.canister() : row.client()));
        entries.add(new Entry("Number", row.seqInWords(), row.isOutOfSequence() ? "fg-warn" : ""));
        int inner = row.content() == null ? 0 : row.content().length;
        entries.add(new Entry("Size", row.bytes() + " B, " + Format.count(inner) + " B content"));
        return entries;
    }

    private static String shorten(String key) {
        return key.length() <= 24 ? key : key.substring(0, 7) + "…" + key.substring(key.length() - 12);
    }

    private static List<Entry> wayOf(MessageRow row) {
        if (row.event() instanceof GatewayEvent.CanisterMessage m && m.canisterTimestampNanos() > 0) {
            List<Entry> entries = new ArrayList<>();
            entries.add(new Entry("stamped", Format.clock(m.canisterTimestampNanos()), "muted"));
            entries.add(new Entry("polled", plus(m.polledAtNanos() - m.canisterTimestampNanos())));
            if (m.sentAtNanos() > 0) {
                entries.add(new Entry("sent", plus(m.sentAtNanos() - m.polledAtNanos()), "fg-down"));
            }
            entries.add(new Entry("checked", plus(proofNanos(row)) + " of work", "fg-ok"));
            return entries;
        }
        return List.of(
                new Entry("arrived", Format.clock(row.event().atNanos()), "muted"),
                new Entry("checked", plus(proofNanos(row)) + " of work", "fg-ok"));
    }

    private static long proofNanos(MessageRow row) {
        return row.proof() == null
                ? 0
                : row.proof().steps().stream()
                        .mapToLong(ProofStep::durationNanos)
                        .sum();
    }

    private static String plus(long nanos) {
        return "+" + Format.millis(Math.max(0, nanos)) + " ms";
    }

    private static Badge step(ProofStep step) {
        Badge.Tone tone = step.verdict() == Verdict.VERIFIED
                ? Badge.Tone.OK
                : step.verdict() == Verdict.FAILED ? Badge.Tone.FAIL : Badge.Tone.SERVICE;
        String more = step.verdict() == Verdict.NOT_CHECKED ? ": not checked" : "";
        Badge line = new Badge(tone, step.title() + more).bare();
        line.setMinWidth(0);
        return line;
    }
}
