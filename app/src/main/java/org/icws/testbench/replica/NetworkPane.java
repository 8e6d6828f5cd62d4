package org.icws.testbench.replica;

import java.net.URI;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** Asks for the address of an outside network; remembers what was typed, as the network may not answer at once. */
final class NetworkPane extends VBox {

    private final TextField url = new TextField();
    private final Label problem = Nodes.label("", "t-small", "fg-fail");
    private final Button keep = Nodes.button(null, "", "quiet");

    NetworkPane(Consumer<URI> connect, Runnable close) {
        super(12);
        setId("network-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        url.setId("network-url");
        url.setPromptText("http://127.0.0.1:8000 or https://icp-api.io");
        url.getStyleClass().add("mono-field");
        problem.setId("network-problem");
        Label words = Nodes.label(
                "The gateway and all test clients are started anew against it. Messages captured so far are kept until"
                        + " the gateway is up there, and gone then; save the session first (Ctrl+S) to have them later."
                        + " Nothing is installed or changed there."
                        + " Mainnet's root key is built in; that of a network on this machine is asked for; that of any"
                        + " other network cannot be known, so the gateway asks it only because you name it here.",
                "t-small",
                "muted");
        words.setId("network-words");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        keep.setId("network-keep");
        keep.setOnAction(e -> close.run());
        Button go = Nodes.button("fth-globe", "Use this network", "accent");
        go.setId("network-go");
        go.setDefaultButton(true);
        go.setOnAction(e -> {
            URI address = parse(url.getText());
            if (address == null) {
                complain("An address such as http://127.0.0.1:8000 or https://icp-api.io.");
            } else {
                close.run();
                connect.accept(address);
            }
        });
        getChildren()
                .addAll(
                        Nodes.label("Another network", "t-title"),
                        words,
                        url,
                        problem,
                        Nodes.row(8, Nodes.spacer(), keep, go));
    }

    /**
     * Offers the address of the last time again, ready to be typed over.
     *
     * @param running whether there is a network to keep
     */
    void open(boolean running) {
        keep.setText(running ? "Keep this network" : "Cancel");
        complain("");
        url.requestFocus();
        url.selectAll();
    }

    private void complain(String words) {
        problem.setText(words);
        url.getStyleClass().remove("invalid");
        if (!words.isEmpty()) {
            url.getStyleClass().add("invalid");
        }
    }

    private static URI parse(String text) {
        try {
            URI url = URI.create(text.trim());
            boolean known = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return known && url.getHost() != null ? url : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
