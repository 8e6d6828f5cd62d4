package org.icws.testbench.replica;

import java.net.URI;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;

/** Asks for the address of an outside network. */
final class NetworkPane extends VBox {

    NetworkPane(Consumer<URI> connect, Runnable close) {
        super(12);
        setId("network-pane");
        getStyleClass().addAll("popover-card", "dialog-card");
        TextField url = new TextField();
        url.setId("network-url");
        url.setPromptText("http://127.0.0.1:8000 or https://icp-api.io");
        url.getStyleClass().add("mono-field");
        Label problem = Nodes.label("", "t-small", "fg-fail");
        Label words = Nodes.label(
                "The gateway and all test clients are started anew against it. Nothing is installed or changed there."
                        + " Mainnet's root key is built in; that of a network on this machine is asked for; that of any"
                        + " other network cannot be known, so the gateway asks it only because you name it here.",
                "t-small",
                "muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        Button keep = Nodes.button(null, "Keep this network", "quiet");
        keep.setOnAction(e -> close.run());
        Button go = Nodes.button("fth-globe", "Use this network", "accent");
        go.setId("network-go");
        go.setDefaultButton(true);
        go.setOnAction(e -> {
            URI address = parse(url.getText());
            if (address == null) {
                problem.setText("An address such as http://127.0.0.1:8000 or https://icp-api.io.");
                url.getStyleClass().remove("invalid");
                url.getStyleClass().add("invalid");
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
