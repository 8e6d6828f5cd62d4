package org.icws.testbench.scenarios;

import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.store.Format;

/** What crosses the wire, newest at the bottom; a click opens the message. */
final class WireCard extends VBox {

    private static final double WIDTH = 356;
    private static final double ROW = 39;

    private static final int CHOICES = 5;

    private final ListView<WireLog.Line> list;
    private final FilteredList<WireLog.Line> shown;
    private long last = -1;

    WireCard(Scenario scenario, LongConsumer openMessage) {
        WireLog log = scenario.wire();
        shown = new FilteredList<>(log.lines());
        list = new ListView<>(shown);
        list.setId("wire");
        list.getStyleClass().addAll("plain-list", "wire-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(v -> new LineCell());
        list.setPlaceholder(
                new EmptyState("fth-radio", "Nothing on the wire yet", "It begins with the first connection."));
        list.setOnMouseClicked(e -> {
            WireLog.Line line = list.getSelectionModel().getSelectedItem();
            if (line != null && e.getClickCount() == 2) {
                openMessage.accept(line.event());
            }
        });
        SegmentedControl who = new SegmentedControl(
                0,
                Stream.concat(
                                Stream.of("All"),
                                scenario.kind().people().stream().map(WireCard::brief))
                        .limit(CHOICES)
                        .toArray(String[]::new));
        who.onChange(i -> shown.setPredicate(i == 0 ? null : line -> line.seat() == i - 1));
        VBox.setVgrow(list, Priority.ALWAYS);
        Nodes.clipRound(list, 9);
        VBox card = Nodes.card(list, Nodes.label("On the wire", "t-heading"), Nodes.spacer(), who);
        card.getStyleClass().add("flush");
        VBox.setVgrow(card, Priority.ALWAYS);
        getChildren().add(card);
        setMinWidth(WIDTH);
        setMaxWidth(WIDTH);
        setMinHeight(0);
    }

    /** A name that fits a narrow choice: {@code Ada}, {@code 1} for Reader 1, {@code PoC} for Proof of concept. */
    static String brief(String name) {
        String[] words = name.split(" ");
        String last = words[words.length - 1];
        if (name.length() <= 6) {
            return name;
        }
        if (last.matches("\\d+")) {
            return last;
        }
        StringBuilder initials = new StringBuilder();
        for (String word : words) {
            String initial = word.substring(0, 1);
            initials.append(word.length() > 2 ? initial.toUpperCase(Locale.ROOT) : initial);
        }
        return initials.toString();
    }

    /** Shows the newest line, but not while somebody reads: the mouse is over the list then. */
    void follow() {
        long newest = shown.isEmpty() ? -1 : shown.get(shown.size() - 1).event();
        if (newest != last && !list.isHover()) {
            last = newest;
            list.scrollTo(Math.max(0, shown.size() - 1));
        }
    }

    private static final class LineCell extends ListCell<WireLog.Line> {

        private final Region bar = new Region();
        private final Badge way = new Badge(Badge.Tone.SERVICE, "").bare();
        private final Label who = Nodes.label("", "strong", "t-small");
        private final Label what = Nodes.label("", "t-small", "muted");
        private final Label note = Nodes.label("", "t-mono-sm", "faint");
        private final Badge verdict = new Badge(Badge.Tone.OK, "").bare();
        private final HBox row;

        LineCell() {
            setPrefWidth(0);
            bar.getStyleClass().add("wire-bar");
            who.setMinWidth(USE_PREF_SIZE);
            what.setMinWidth(0);
            VBox words = new VBox(1, Nodes.row(5, way, who, what), note);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            row = Nodes.row(6, bar, words, verdict);
        }

        @Override
        protected void updateItem(WireLog.Line item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Badge.Tone tone =
                    switch (item.way()) {
                        case UP -> Badge.Tone.UP;
                        case DOWN -> Badge.Tone.DOWN;
                        case SERVICE -> Badge.Tone.SERVICE;
                    };
            way.show(tone, "");
            bar.getStyleClass().setAll("wire-bar", tone.styleClass());
            who.setText(item.who());
            what.setText(item.what());
            note.setText(Format.clock(item.atNanos()).substring(6) + "  " + item.note());
            boolean proven = item.verdict() != null;
            verdict.setVisible(proven);
            verdict.setManaged(proven);
            if (proven) {
                showVerdict(item);
            }
            setGraphic(row);
        }

        private void showVerdict(WireLog.Line item) {
            String word = item.way() == WireLog.Way.UP ? "signed" : "cert";
            if (item.verdict() == Verdict.VERIFIED) {
                verdict.show(Badge.Tone.OK, word);
            } else if (item.verdict() == Verdict.FAILED) {
                verdict.show(Badge.Tone.FAIL, "failed");
            } else {
                verdict.show(Badge.Tone.WARN, "not checked");
            }
        }
    }
}
