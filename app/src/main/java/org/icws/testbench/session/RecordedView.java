package org.icws.testbench.session;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Toasts;
import org.icws.testbench.latency.LatencyView;
import org.icws.testbench.messages.MessageDeeds;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.store.Format;
import org.icws.testbench.trust.SignaturesView;
import org.kordamp.ikonli.javafx.FontIcon;

/** A recorded session: a banner that says so, and the pages that make sense without a network. */
public final class RecordedView extends StackPane {

    private static final String RECORDED = "this is a recorded session";

    private final RecordedSession session;
    private final Consumer<MessageRow> exporter;
    private final boolean compact;
    private final MessageDeeds deeds = new Deeds();
    private final StackPane host = new StackPane();
    private final Node[] pages = new Node[3];
    private final SegmentedControl choice = new SegmentedControl(0, "Messages", "Signatures", "Latency");

    /**
     * @param exporter writes a message's content to a file
     * @param compact whether the rows of Messages are low
     */
    public RecordedView(RecordedSession session, Consumer<MessageRow> exporter, boolean compact) {
        this.session = session;
        this.exporter = exporter;
        this.compact = compact;
        host.setMinHeight(0);
        VBox.setVgrow(host, Priority.ALWAYS);
        VBox page = new VBox(banner(), host);
        page.getStyleClass().add("recorded");
        page.setMinSize(0, 0);
        Overlay overlay = new Overlay();
        Toasts toasts = new Toasts();
        getChildren().addAll(page, toasts, overlay);
        setMinSize(0, 0);
        choice.onChange(this::show);
        show(0);
        RecordedKeys keys =
                new RecordedKeys(session, deeds, overlay, toasts, choice::chosen, choice::choose, this::withMessages);
        sceneProperty().addListener((o, old, now) -> {
            if (now != null) {
                keys.bind(now);
                giveKeysOnceLaidOut(now);
            }
        });
    }

    private void withMessages(Consumer<MessagesView> deed) {
        choice.choose(0);
        deed.accept((MessagesView) pages[0]);
    }

    private Node messages() {
        MessagesView view = new MessagesView(session.messages(), deeds);
        view.setCompact(compact);
        return view;
    }

    private Node banner() {
        FontIcon icon = new FontIcon("fth-archive");
        Label title = Nodes.label("Recorded session", "t-heading");
        title.setMinWidth(USE_PREF_SIZE);
        String key = session.header().rootKeyHex();
        Label facts = Nodes.label(
                session.file().getFileName() + ", from "
                        + Format.clock(session.header().startedAtNanos()) + ", root key …"
                        + key.substring(Math.max(0, key.length() - 8))
                        + ". Nothing here is sent; notes end with the window.",
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
                    this::messages,
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
        if (getScene() != null) {
            FirstFocus.give(pages[index]);
        }
    }

    /** Before that a scene gives them to the first field there is, and letters are for the list. */
    private void giveKeysOnceLaidOut(Scene scene) {
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            scene.removePostLayoutPulseListener(once[0]);
            FirstFocus.give(host.getChildren().get(0));
        };
        scene.addPostLayoutPulseListener(once[0]);
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
        public void exportContent(MessageRow row) {
            exporter.accept(row);
        }

        @Override
        public String whyNotClear() {
            return "This is a recorded session: nothing of it can be cleared.";
        }

        @Override
        public void clear() {}
    }
}
