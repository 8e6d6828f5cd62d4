package org.icws.testbench.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Overlay;
import org.icws.testbench.control.SearchPicker;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.SideDrawer;
import org.icws.testbench.control.Switch;
import org.icws.testbench.store.Format;

/** A message to send as one of our own clients, as a form and as text. It stays; the result stands below it. */
public final class ComposeView extends StackPane implements FirstFocus {

    private static final double DIALOG_WIDTH = 560;
    private static final double ROOM_FOR_LISTS = 1100;

    private final ComposeViewModel model;
    private final ConnectViewModel connect;
    private final ComposeDialogs dialogs;
    private final Overlay overlay = new Overlay();
    private final SearchPicker<TestSender> sender;
    private final SideDrawer drawer;
    private final TextSide text;
    private final FormView form;
    private final FactGrid signing = new FactGrid(96);
    private final Button send = Nodes.button("fth-send", "Send", "accent", "large");
    private final Button command = Nodes.button("fth-terminal", "Copy as command…");
    private final Label blocked = Nodes.label("", "t-small", "fg-warn");
    private final Label origin = Nodes.label("", "t-caption");
    private final Label typeName = Nodes.label("", "t-mono-sm", "muted");
    private final StackPane content = new StackPane();
    private final Node message;
    private final Node raw;

    public ComposeView(ComposeViewModel model, ConnectViewModel connect, LongConsumer openMessage) {
        this.model = model;
        this.connect = connect;
        this.dialogs = new ComposeDialogs(model, overlay);
        this.sender = new SearchPicker<>(model.senders(), "Client to send as", this::words);
        this.text = new TextSide(model.editor());
        this.form = new FormView(model.editor(), text::mark);
        this.message = message();
        this.raw = new RawPane(model);
        MessageLists lists = new MessageLists(model, dialogs::save, dialogs::forget, () -> drawer().close());
        VBox editor = editor();
        VBox.setVgrow(editor, Priority.ALWAYS);
        VBox right = new VBox(12, editor, deeds(), new ResultCard(model, openMessage));
        right.setMinHeight(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        drawer = new SideDrawer(lists, right, "saved messages and history", ROOM_FOR_LISTS);
        lists.inHead(drawer.pin());
        VBox.setVgrow(drawer, Priority.ALWAYS);
        ConnectStrip opening = new ConnectStrip(connect.connecting(), this::openConnect);
        VBox page = Nodes.page(head(), notice(), opening, drawer);
        getChildren().addAll(page, overlay);
        setMinHeight(0);
        model.senderProperty().addListener(o -> showSigning());
        model.lastProperty().addListener(o -> showSigning());
        model.editor().valueProperty().addListener(o -> showSigning());
        model.editor().structureProperty().addListener(o -> enterForm());
        model.editor().typeProperty().addListener(o -> showType());
        model.typeNoteProperty().addListener(o -> showType());
        model.kindProperty().addListener(o -> showKind());
        model.blockedProperty().addListener(o -> showBlocked());
        showType();
        showKind();
        showSigning();
        showBlocked();
    }

    /** The first field of what is written. */
    @Override
    public Node firstFocus() {
        if (isAsking()) {
            return overlay;
        }
        Parent written = model.kindProperty().get() == Draft.Kind.MESSAGE ? form : (Parent) raw;
        return Nodes.traversables(written).stream().findFirst().orElse(null);
    }

    /** What a message looks like may be known only after the page has opened; the fields come then. */
    private void enterForm() {
        Node field = isFocused() ? firstFocus() : null;
        if (field != null) {
            field.requestFocus();
        }
    }

    /** Opens the card that describes a new connection. */
    public void openConnect() {
        connect.open();
        ConnectPane card = new ConnectPane(connect, overlay::hide);
        overlay.show(card, DIALOG_WIDTH, USE_PREF_SIZE);
        connect.connecting().watchedProperty().bind(card.parentProperty().isNotNull());
    }

    /** Takes that card away. */
    public void closeConnect() {
        overlay.hide();
    }

    /** Whether a dialogue lies over the page. */
    public boolean isAsking() {
        return overlay.isVisible();
    }

    /** The saved messages and the history. */
    public SideDrawer drawer() {
        return drawer;
    }

    private Node head() {
        Button open = Nodes.button("fth-link", "New connection…");
        open.setId("compose-connect");
        open.setOnAction(e -> openConnect());
        Button save = Nodes.button("fth-bookmark", "Save…");
        save.setId("compose-save");
        save.setOnAction(e -> dialogs.save());
        command.setId("compose-command");
        command.setTooltip(new Tooltip("The same as a line for a terminal: icp, dfx or websocat"));
        command.setOnAction(e -> dialogs.commands());
        return Nodes.pageHead(
                "Compose",
                Nodes.label("Write a message, send it as one of your test clients", "t-small", "muted"),
                Nodes.spacer(),
                open,
                command,
                save);
    }

    /** A line of its own: why something is not kept takes a whole sentence. */
    private Node notice() {
        Label notice = Nodes.label("", "t-small", "fg-warn");
        notice.setId("compose-notice");
        notice.setWrapText(true);
        notice.setMinHeight(USE_PREF_SIZE);
        notice.textProperty().bind(model.noticeProperty());
        notice.visibleProperty().bind(notice.textProperty().isNotEmpty());
        notice.managedProperty().bind(notice.visibleProperty());
        return notice;
    }

    private VBox editor() {
        sender.setId("compose-sender");
        sender.chosenProperty().bindBidirectional(model.senderProperty());
        sender.setTooltip(new Tooltip("The client that sends; type a part of its name, canister or id to find it"));
        sender.setCellFactory(v -> new SenderCell(model::nameOf));
        SenderCell shown = new SenderCell(model::nameOf);
        sender.setButtonCell(shown);
        sender.setPrefWidth(460);
        sender.setPromptText("No client");
        HBox.setHgrow(sender, Priority.ALWAYS);
        // Its number moves on with every message.
        model.lastProperty().addListener(o -> shown.updateItem(sender.getValue(), sender.getValue() == null));
        model.burstProperty().addListener(o -> shown.updateItem(sender.getValue(), sender.getValue() == null));
        model.blockedProperty().addListener(o -> shown.updateItem(sender.getValue(), sender.getValue() == null));
        Label method = Nodes.label("ws_message", "strong", "t-small");
        method.setMinWidth(USE_PREF_SIZE);
        HBox to = Nodes.row(6, method, typeName, Nodes.spacer(), new Badge(Badge.Tone.NEUTRAL, "update"));
        to.getStyleClass().add("field");
        to.setMinWidth(180);
        to.setPrefWidth(300);
        SegmentedControl kind = new SegmentedControl(0, "Message", "Bytes", "Text frame");
        kind.onChange(i -> model.kindProperty().set(Draft.Kind.values()[i]));
        model.kindProperty().addListener((o, old, now) -> kind.choose(now.ordinal()));
        kind.setMinWidth(USE_PREF_SIZE);
        HBox top = Nodes.row(10, sender, to, kind);
        top.getStyleClass().add("card-bar");
        content.setMinHeight(0);
        VBox.setVgrow(content, Priority.ALWAYS);
        VBox body = new VBox(12, top, content);
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        return Nodes.card(body);
    }

    /** What a client is searched by. */
    private String words(TestSender as) {
        return String.join(
                " ", as.name(), model.nameOf(as.canister()), as.canister().toString(), as.protocol());
    }

    private Node message() {
        EmptyState unknown = new EmptyState("fth-file-text", "", "");
        form.setMinHeight(USE_PREF_SIZE);
        VBox.setVgrow(form, Priority.ALWAYS);
        unknown.setMinHeight(USE_PREF_SIZE); // says what is wrong with an interface, whole
        VBox.setVgrow(unknown, Priority.ALWAYS);
        VBox well = new VBox(signing);
        well.getStyleClass().add("well");
        well.setMinHeight(USE_PREF_SIZE);
        // In a low window the form and what is signed scroll together: neither takes the other's place.
        ScrollPane host = Nodes.scroll(new VBox(8, form, unknown, well));
        host.setFitToHeight(true);
        VBox.setVgrow(host, Priority.ALWAYS);
        Runnable known = () -> {
            boolean there = model.editor().typeProperty().get().isKnown();
            form.setVisible(there);
            form.setManaged(there);
            unknown.setVisible(!there);
            unknown.setManaged(!there);
            unknown.show(
                    "fth-file-text",
                    "No form without an interface",
                    model.typeNoteProperty().get(),
                    "Paste the interface…",
                    dialogs::pasteInterface);
        };
        model.editor().typeProperty().addListener(o -> known.run());
        model.typeNoteProperty().addListener(o -> known.run());
        known.run();
        RandomBar random = new RandomBar(model.editor()::randomize);
        Button paste = Nodes.iconButton("fth-clipboard", "Paste another interface…");
        paste.setOnAction(e -> dialogs.pasteInterface());
        Label title = Nodes.label("Form", "t-heading");
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = Nodes.row(8, title, origin, Nodes.spacer(), random, paste);
        VBox left = new VBox(8, head, host);
        left.setMinWidth(300);
        left.setPrefWidth(460);
        text.setMinWidth(260);
        text.setPrefWidth(420);
        Region line = new Region();
        line.getStyleClass().add("vdivider");
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox halves = new HBox(18, left, line, text);
        halves.setMinHeight(0);
        return halves;
    }

    private HBox deeds() {
        send.setId("compose-send");
        send.setOnAction(e -> model.send());
        blocked.setId("compose-blocked");
        blocked.setMinWidth(0);
        Switch keep = new Switch("Keep the text after sending");
        keep.onProperty().set(true);
        keep.onProperty().addListener((o, old, now) -> model.setKeepText(now));
        Label kbd = Nodes.label("Ctrl Enter", "kbd");
        kbd.setMinWidth(USE_PREF_SIZE);
        Label keepWords = Nodes.label("Keep text", "t-small");
        keepWords.setTooltip(new Tooltip("The text stays here after it was sent, to be changed and sent again"));
        keepWords.setMinWidth(USE_PREF_SIZE);
        BurstBar burst = new BurstBar(model);
        // What cannot be sent once cannot be sent often: its place goes to the reason.
        burst.visibleProperty().bind(blocked.managedProperty().not());
        burst.managedProperty().bind(burst.visibleProperty());
        HBox row = Nodes.row(12, send, kbd, blocked, burst, Nodes.spacer(), keep, keepWords);
        row.getStyleClass().add("deeds");
        return row;
    }

    private void showKind() {
        boolean isMessage = model.kindProperty().get() == Draft.Kind.MESSAGE;
        content.getChildren().setAll(isMessage ? message : raw);
        showBlocked();
    }

    private void showType() {
        MessageType type = model.editor().typeProperty().get();
        origin.setText(type.isKnown() ? type.origin() : "");
        typeName.setText(": " + type.summary());
    }

    private void showBlocked() {
        String reason = model.blockedProperty().get();
        Availability.set(send, reason);
        Availability.set(command, reason);
        // Under the field or text it stands already.
        boolean elsewhere = reason != null && reason.equals(model.editor().blocked());
        blocked.setText(reason == null ? "" : elsewhere ? "The message is not whole yet" : reason);
        blocked.setTooltip(reason == null ? null : new Tooltip(reason));
        blocked.setManaged(reason != null);
    }

    private void showSigning() {
        List<Entry> entries = new ArrayList<>();
        TestSender as = model.senderProperty().get();
        entries.add(new Entry("Signed as", as == null ? "–" : as.principal().toString()));
        entries.add(new Entry(
                "Content", model.editor().ready() ? Format.count(model.editor().encode().length) + " bytes" : "–"));
        SentMessage last = model.lastProperty().get();
        boolean known = last != null && !last.way().requestId().isEmpty();
        entries.add(new Entry(
                "Last request",
                known
                        ? last.way().requestId() + ", "
                                + Format.count(last.way().envelopeBytes()) + " bytes"
                        : "its id and size are known once it is sent"));
        signing.show(entries);
    }
}
