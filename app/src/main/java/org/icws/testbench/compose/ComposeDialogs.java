package org.icws.testbench.compose;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.protocol.candid.CandidException;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.ConfirmCard;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.Overlay;

/** The small cards of the Compose page: a name to save under, an interface to paste. */
final class ComposeDialogs {

    private static final double NARROW = 400;
    private static final double WIDE = 620;

    private final ComposeViewModel model;
    private final Overlay overlay;
    private String pasted = ""; // stays when the dialog is left before it was taken

    ComposeDialogs(ComposeViewModel model, Overlay overlay) {
        this.model = model;
        this.overlay = overlay;
    }

    /** Asks for a name and saves what is written. */
    void save() {
        TextField name = new TextField(model.editor().summary());
        name.setId("save-name");
        name.setAccessibleText("Name of the message");
        Button save = Nodes.button("fth-bookmark", "Save message", "accent");
        save.setId("save-go");
        save.setDefaultButton(true);
        Availability.follow(
                save, name.textProperty().map(text -> text.isBlank() ? "A saved message needs a name." : null));
        save.textProperty()
                .bind(name.textProperty()
                        .map(text -> model.isSaved(text) ? "Replace “" + text.trim() + "”" : "Save message"));
        save.setOnAction(e -> {
            model.save(name.getText());
            overlay.hide();
        });
        show(NARROW, card("Save this message", "Under a name; one of the same name is replaced.", name, save));
        name.requestFocus();
        name.selectAll();
    }

    /** Asks before a saved message is gone. */
    void forget(SavedMessage message) {
        ConfirmCard card = new ConfirmCard(
                "Remove this saved message?",
                "“" + message.name() + "” cannot be brought back. What is written in the editor stays.",
                "Remove “" + message.name() + "”",
                "Keep it",
                () -> model.forget(message),
                overlay::hide);
        overlay.show(card, NARROW, USE_PREF);
        card.open();
    }

    /** Shows what is written as commands for a terminal. */
    void commands() {
        CommandLines commands = model.commands();
        if (commands != null) {
            show(WIDE, new CommandCard(commands, overlay::hide));
        }
    }

    /** Asks for an interface description. */
    void pasteInterface() {
        TextArea did = Nodes.leftByTab(new TextArea(pasted));
        did.textProperty().addListener((o, old, now) -> pasted = now);
        did.setId("paste-did");
        did.setPrefRowCount(16);
        did.getStyleClass().add("input-area");
        did.setPromptText(
                "type AppMessage = record { text : text };\nservice : { ws_message : (…, opt AppMessage) -> (…) }");
        Label problem = Nodes.label("", "t-small", "fg-fail");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF);
        problem.setId("paste-problem");
        Button use = Nodes.button("fth-check", "Use this interface", "accent");
        use.setId("paste-go");
        use.setOnAction(e -> {
            CandidException wrong = model.pasteInterface(did.getText());
            if (wrong == null) {
                pasted = "";
                overlay.hide();
            } else {
                problem.setText(placed(wrong, did.getText()));
                if (wrong instanceof CandidSyntaxException at) {
                    did.requestFocus();
                    did.selectRange(at.start(), at.end());
                }
            }
        });
        VBox.setVgrow(did, Priority.ALWAYS);
        show(
                WIDE,
                card(
                        "Paste an interface",
                        "The text of the canister's .did file. Messages are of the type of ws_message's second argument.",
                        new VBox(8, did, problem),
                        use));
        did.requestFocus();
    }

    private static final double USE_PREF = javafx.scene.layout.Region.USE_PREF_SIZE;

    private static String placed(CandidException wrong, String text) {
        if (!(wrong instanceof CandidSyntaxException at)) {
            return wrong.getMessage();
        }
        String before = text.substring(0, Math.min(at.start(), text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "Line " + line + ", column " + (before.length() - before.lastIndexOf('\n')) + ": " + wrong.getMessage();
    }

    private VBox card(String title, String hint, javafx.scene.Node content, Button deed) {
        Button cancel = Nodes.button(null, "Leave it", "quiet");
        cancel.setOnAction(e -> overlay.hide());
        Label words = Nodes.label(hint, "t-small", "muted");
        words.setWrapText(true);
        VBox card =
                new VBox(12, Nodes.label(title, "t-title"), words, content, Nodes.row(8, Nodes.spacer(), cancel, deed));
        card.getStyleClass().addAll("popover-card", "dialog-card");
        return card;
    }

    private void show(double width, VBox card) {
        overlay.show(card, width, javafx.scene.layout.Region.USE_PREF_SIZE);
    }
}
