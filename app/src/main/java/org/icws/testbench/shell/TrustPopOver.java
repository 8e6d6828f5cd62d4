package org.icws.testbench.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.PopOverCard;

/** Opens under the network's chip: which key everything is checked against, and where that key came from. */
final class TrustPopOver {

    private static final double WIDTH = 460;

    private final ShellViewModel model;
    private final Label verdict = Nodes.label("", "t-small");
    private final FactGrid facts = new FactGrid(92);
    private final PopOverCard card =
            new PopOverCard("trust-popover", WIDTH, PopOver.ArrowLocation.TOP_LEFT, this::content);

    TrustPopOver(ShellViewModel model) {
        this.model = model;
    }

    /** Opens below the owner, or closes if it is open. */
    void toggle(Node owner) {
        NetworkTrust trust = model.networkTrustProperty().get();
        verdict.setText(trust.verdict());
        facts.show(List.of(
                new FactGrid.Entry("Root key", trust.rootKeyHex()),
                new FactGrid.Entry("Gateway", trust.gatewayPrincipal())));
        card.toggle(owner);
    }

    private VBox content() {
        verdict.setWrapText(true);
        verdict.setMaxWidth(WIDTH);
        Button copy = Nodes.button("fth-copy", "Copy root key");
        copy.setOnAction(e -> Nodes.copy(model.networkTrustProperty().get().rootKeyHex()));
        Button start = Nodes.button("fth-list", "How the start went", "quiet");
        start.setOnAction(e -> {
            card.hide();
            model.viewProperty().set(ViewId.START);
        });
        return new VBox(10, Nodes.label("What is trusted", "t-heading"), verdict, facts, Nodes.row(8, copy, start));
    }
}
