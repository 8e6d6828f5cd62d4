package org.icws.testbench.session;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.latency.LatencyView;
import org.icws.testbench.messages.MessageDeeds;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.store.Format;
import org.icws.testbench.trust.SignaturesView;
import org.kordamp.ikonli.javafx.FontIcon;

/** A recorded session: a banner that says so, and the pages that make sense without a network. */
public final class RecordedView extends VBox {

    private static final String RECORDED = "this is a recorded session";

    private final RecordedSession session;
    private final StackPane host = new StackPane();
    private final Node[] pages = new Node[3];
    private final SegmentedControl choice = new SegmentedControl(0, "Messages", "Signatures", "Latency");

    public RecordedView(RecordedSession session) {
        this.session = session;
        getStyleClass().add("recorded");
        host.setMinHeight(0);
        VBox.setVgrow(host, Priority.ALWAYS);
        getChildren().addAll(banner(), host);
        choice.onChange(this::show);
        show(0);
    }

    private Node banner() {
        FontIcon icon = new FontIcon("fth-archive");
        Label title = Nodes.label("Recorded session", "t-heading");
        title.setMinWidth(USE_PREF_SIZE);
        String key = session.header().rootKeyHex();
        Label facts = Nodes.label(
                session.file().getFileName() + ", from "
                        + Format.clock(session.header().startedAtNanos()) + ", root key …"
                        + key.substring(Math.max(0, key.length() - 8)) + ". Nothing here changes or is sent.",
                "t-body",
                "muted");
        HBox banner = new HBox(icon, title, facts, Nodes.spacer(), choice);
        banner.getStyleClass().addAll("banner", "recorded-banner");
        if (session.notice().isEmpty()) {
            return banner;
        }
        FontIcon warn = new FontIcon("fth-alert-triangle");
        warn.getStyleClass().add("fg-warn");
        Label words = Nodes.label(session.notice(), "t-body");
        words.setWrapText(true);
        HBox notice = new HBox(warn, words);
        notice.getStyleClass().addAll("banner", "warn");
        notice.setId("recorded-notice");
        VBox both = new VBox(8, banner, notice);
        both.getStyleClass().add("recorded-head");
        return both;
    }

    private void show(int index) {
        if (pages[index] == null) {
            List<Supplier<Node>> makers = List.of(
                    () -> new MessagesView(session.messages(), new Deeds()),
                    () -> new SignaturesView(session.signatures(), row -> {
                        choice.choose(0);
                        session.messages().select(row.id());
                    }),
                    () -> new LatencyView(session.latency(), () -> {}, expression -> {
                        session.messages().filterProperty().set(expression);
                        choice.choose(0);
                    }));
            pages[index] = makers.get(index).get();
        }
        host.getChildren().setAll(pages[index]);
    }

    /** What rows can lead to without a network. */
    private final class Deeds implements MessageDeeds {

        @Override
        public void compose() {}

        @Override
        public void proof(MessageRow row) {
            choice.choose(1);
            session.signatures().choose(row);
        }

        @Override
        public void sendAgain(MessageRow row) {}

        @Override
        public String whyNotAgain(MessageRow row) {
            return RECORDED;
        }

        @Override
        public void exportContent(MessageRow row) {}

        @Override
        public void clear() {}
    }
}
