package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.LifeLine;
import org.icws.testbench.control.LifeLine.Station;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Toasts;
import org.icws.testbench.messages.PayloadText;
import org.icws.testbench.store.Format;

/** What became of the message sent last: its way, and the canister's answer with its verdict. */
final class ResultCard extends StackPane {

    private static final String NOTHING = "Send a message: its way and the canister's answer will stand here.";
    private static final double SPACING = 4;
    private static final double LAST_HEIGHT = 22;

    private final Badge state = new Badge(Badge.Tone.SERVICE, "");
    private final Badge number = new Badge(Badge.Tone.UP, "");
    private final Label when = Nodes.label("", "t-caption");
    private final LifeLine line = new LifeLine();
    private final Badge proof = new Badge(Badge.Tone.OK, "");
    private final Label answer = Nodes.label("", "t-mono");
    private final Label hint = Nodes.label(NOTHING, "t-small", "muted");
    private final Label total = Nodes.label("", "t-small", "muted");
    private final Button open = Nodes.button(null, "Open message", "quiet");
    private long answerEvent = -1;
    private boolean ofBurst;
    private SentMessage beforeBurst;

    ResultCard(ComposeViewModel model, LongConsumer openMessage) {
        getStyleClass().add(Toasts.KEEP_CLEAR);
        state.setId("compose-result");
        answer.setId("compose-answer");
        answer.setMinHeight(USE_PREF_SIZE);
        proof.setId("compose-proof");
        open.setOnAction(e -> openMessage.accept(answerEvent));
        hint.setId("compose-result-hint");
        HBox last = Nodes.row(10, proof, answer, Nodes.spacer(), total);
        last.setMinHeight(LAST_HEIGHT);
        VBox way = new VBox(SPACING, line, last);
        // Without a line to draw the words stand where it would begin, and the card keeps its height.
        way.setMinHeight(line.prefHeight(-1) + SPACING + LAST_HEIGHT);
        line.managedProperty().bind(line.visibleProperty());
        StackPane body = new StackPane(way, hint);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(body, Nodes.label("Result", "t-heading"), state, number, Nodes.spacer(), when, open);
        getChildren().add(card);
        total.setMinWidth(USE_PREF_SIZE);
        setMinHeight(USE_PREF_SIZE);
        hint.setWrapText(true);
        model.lastProperty().addListener((o, old, now) -> {
            if (!ofBurst || !isSame(now, beforeBurst)) {
                ofBurst = false;
                show(now);
            }
        });
        model.burstProperty().addListener((o, old, now) -> {
            if (now != null && isNew(old, now)) {
                ofBurst = true;
                beforeBurst = model.lastProperty().get();
            }
            if (now != null && ofBurst) {
                show(now);
            }
        });
        show(model.lastProperty().get());
    }

    private static boolean isNew(Burst.Progress old, Burst.Progress now) {
        return old == null || now.running() && !old.running() || now.sent() < old.sent();
    }

    /** More of a message may become known while a burst runs. */
    private static boolean isSame(SentMessage one, SentMessage other) {
        return one == null || other == null ? one == other : one.sentAtNanos() == other.sentAtNanos();
    }

    private void show(Burst.Progress burst) {
        show((SentMessage) null);
        boolean all = burst.answered() >= burst.total();
        if (burst.running()) {
            state.show(Badge.Tone.SERVICE, "burst under way");
        } else if (!burst.problem().isEmpty()) {
            state.show(Badge.Tone.FAIL, "burst stopped");
        } else {
            state.show(all ? Badge.Tone.OK : Badge.Tone.SERVICE, all ? "burst answered" : "burst ended");
        }
        hint.setText(Format.count(burst.sent()) + " of " + Format.count(burst.total()) + " sent, "
                + Format.count(burst.answered()) + " answered. "
                + (burst.problem().isEmpty() ? "Each is in Messages." : "Stopped: " + burst.problem()));
    }

    private void show(SentMessage sent) {
        setShown(hint, sent == null);
        setShown(number, sent != null && sent.number() >= 0);
        setShown(proof, sent != null && sent.proof() != null);
        setShown(open, sent != null && sent.answerEvent() >= 0);
        if (sent == null) {
            state.show(Badge.Tone.SERVICE, "nothing sent yet");
            hint.setText(NOTHING);
            when.setText("");
            answer.setText("");
            total.setText("");
            draw(List.of());
            return;
        }
        answerEvent = sent.answerEvent();
        when.setText("of the last message sent, " + Format.clock(sent.sentAtNanos()));
        number.show(Badge.Tone.UP, "seq " + Format.count(sent.number()));
        answer.setText("");
        total.setText("");
        switch (sent.state()) {
            case UNDER_WAY -> {
                state.show(Badge.Tone.SERVICE, "under way");
                total.setText("waiting for the canister…");
            }
            case SENT -> {
                state.show(Badge.Tone.SERVICE, "sent");
                answer.setText(
                        sent.number() < 0
                                ? "What the gateway makes of it, the Connections and Messages pages show."
                                : "The canister sent nothing back within 10 s.");
            }
            case ACCEPTED -> {
                state.show(Badge.Tone.OK, "accepted by the canister, certified");
                total.setText("Accepted " + Format.millis(sent.tookNanos()) + " ms after sending");
            }
            case FAILED -> {
                state.show(Badge.Tone.FAIL, "failed");
                answer.setText(sent.failure());
            }
            case ANSWERED -> showAnswer(sent);
        }
        if (sent.proof() != null) {
            showProof(sent.proof());
        }
        draw(sent.state() == SentMessage.State.FAILED ? List.of() : stations(sent));
    }

    private void draw(List<Station> stations) {
        line.setVisible(!stations.isEmpty());
        answer.setWrapText(stations.isEmpty()); // a reason has the line's place for itself
        line.show(stations);
    }

    private void showAnswer(SentMessage sent) {
        TestSender.Exchange exchange = sent.exchange();
        state.show(Badge.Tone.OK, "answered, verified by the client");
        answer.setText(PayloadText.headline(exchange.answer()));
        total.setText("The canister's next message arrived "
                + Format.millis(exchange.answeredAtNanos() - sent.sentAtNanos()) + " ms after sending");
    }

    private void showProof(Proof now) {
        long held = now.steps().stream()
                .filter(s -> s.verdict() == Verdict.VERIFIED)
                .count();
        String words = held + " of " + now.steps().size() + " steps";
        switch (now.verdict()) {
            case VERIFIED -> proof.show(Badge.Tone.OK, "verified, " + words);
            case FAILED -> proof.show(Badge.Tone.FAIL, "cert, " + words);
            case NOT_CHECKED -> proof.show(Badge.Tone.WARN, "not verified, " + words);
        }
    }

    /** The places that are known to have been passed, in the order of the clock. */
    private static List<Station> stations(SentMessage sent) {
        SentMessage.Way way = sent.way();
        List<Station> all = new ArrayList<>();
        long at = sent.sentAtNanos();
        all.add(new Station("Signed", Format.clock(at), 0, "up"));
        at = add(all, "At gateway", Format.count(way.envelopeBytes()) + " bytes", at, way.gatewayNanos(), "up");
        if (sent.exchange() == null) {
            add(all, "Certified", "the canister's Ok", at, way.certifiedNanos(), "ok");
            return all.size() < 2 ? List.of() : all;
        }
        at = add(all, "Executed", "answer stamped", at, way.stampedNanos(), "service");
        at = add(all, "Polled", Format.bytes(way.answerBytes()), at, way.polledNanos(), "down");
        add(
                all,
                "Answer here",
                "seq " + Format.count(sent.exchange().answerNumber()),
                at,
                sent.exchange().answeredAtNanos(),
                "down");
        return all;
    }

    private static long add(List<Station> all, String name, String where, long before, long at, String family) {
        if (at < before) {
            return before; // not known, or the clocks disagree: a station left out is better than a wrong one
        }
        all.add(new Station(name, where, (at - before) / 1e6, family));
        return at;
    }

    private static void setShown(javafx.scene.Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
