package org.icws.testbench.compose;

import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.ic4j.types.Principal;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;

/** A client in a list: whether it is open, its name, whom it talks to, its next number. */
final class SenderCell extends ListCell<TestSender> {

    private final Function<Principal, String> names;
    private final StateDot dot = new StateDot(StateDot.State.OPEN);
    private final Label name = Nodes.label("", "strong", "t-small");
    private final Label canister = Nodes.label("", "t-mono-sm", "muted");
    private final Label next = Nodes.label("", "t-mono-sm", "muted");
    private final HBox row = Nodes.row(8, dot, name, canister, Nodes.spacer(), next);

    SenderCell(Function<Principal, String> names) {
        this.names = names;
        setPrefWidth(0);
        name.setMinWidth(USE_PREF_SIZE);
        next.setMinWidth(USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(TestSender item, boolean empty) {
        super.updateItem(item, empty);
        setText(null);
        if (empty || item == null) {
            setGraphic(null);
            return;
        }
        boolean open = item.unavailable() == null;
        dot.setState(open ? StateDot.State.OPEN : StateDot.State.IDLE);
        name.setText(item.name());
        canister.setText(names.apply(item.canister()) + " · " + item.canister());
        next.setText((item.protocol().equals("poc") ? "PoC · " : "")
                + (open ? "next seq " + item.nextSequenceNumber() : "closed"));
        setGraphic(row);
    }
}
