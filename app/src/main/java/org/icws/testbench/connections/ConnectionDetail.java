package org.icws.testbench.connections;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.gateway.SessionSnapshot;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FactGrid.Entry;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.control.StateMachineView;
import org.icws.testbench.store.Format;

/** The chosen connection: where in its life it is, who it is, how near it is to its limits, and its counts. */
final class ConnectionDetail extends VBox {

    private static final double NAMES = 96;

    private final Label name = Nodes.label("", "t-heading");
    private final Label principal = Nodes.label("", "t-mono-sm", "faint");
    private final StateDot dot = new StateDot(StateDot.State.IDLE);
    private final Label state = Nodes.label("", "t-small");
    private final Tooltip explanation = new Tooltip();
    private final Label says = Nodes.label("", "t-small", "muted");
    private final StateMachineView machine = new StateMachineView(
            new String[] {"Connected", "Opening", "Open", "Closing", "Closed"},
            new String[] {"ws_open", "Ok", "close", "ws_close"});
    private final FactGrid identity = new FactGrid(NAMES);
    private final FactGrid traffic = new FactGrid(NAMES);
    private final LimitGrid limits = new LimitGrid(NAMES);
    private final CountGrid counts = new CountGrid(NAMES);
    private ConnectionRow shown;
    private String signer = "–";

    /** @param close closes the connection */
    ConnectionDetail(Button close) {
        VBox body = new VBox(
                8,
                machine,
                says,
                Nodes.label("Identity", "t-caption", "section-line"),
                identity,
                Nodes.label("Limits", "t-caption", "section-line"),
                limits,
                Nodes.label("Counters", "t-caption", "section-line"),
                counts,
                traffic);
        body.getStyleClass().add("card-pad");
        state.setTooltip(explanation);
        says.setId("connection-says");
        says.setWrapText(true);
        says.setMinHeight(USE_PREF_SIZE);
        VBox card = Nodes.card(Nodes.scroll(body), name, principal, Nodes.spacer(), Nodes.row(6, dot, state), close);
        VBox.setVgrow(card, Priority.ALWAYS);
        setMinHeight(0);
        getChildren().add(card);
    }

    /** Shows this connection as it is now. */
    void show(ConnectionRow row) {
        shown = row;
        SessionSnapshot s = row.session();
        name.setText(row.client());
        principal.setText(row.client().equals(row.principal()) ? "session " + row.id() : row.principal());
        dot.setState(row.dot());
        state.setText(row.state());
        explanation.setText(row.explanation());
        says.setText(row.explanation());
        says.getStyleClass().remove("fg-fail");
        if (row.failed()) {
            says.getStyleClass().add("fg-fail");
        }
        int at = row.closed() ? 4 : s.state().ordinal();
        machine.show(at, row.failed() ? "fail" : at == 2 ? "ok" : at == 4 ? "service" : "warn");
        identity.show(identity(row, s, signer));
        traffic.show(List.of(new Entry("Calls", s.inFlightCalls() + " in flight, " + s.waitingCalls() + " waiting")));
    }

    private static List<Entry> identity(ConnectionRow row, SessionSnapshot s, String signer) {
        boolean known = s.clientKey() != null;
        return List.of(
                new Entry("Principal", known ? s.clientKey().principal().toString() : "not known before ws_open"),
                new Entry("Nonce", known ? Long.toUnsignedString(s.clientKey().nonce()) : "–"),
                new Entry("Key", signer),
                new Entry("Canister", s.canister() == null ? "–" : row.canister() + "  " + s.canister()),
                new Entry("Protocol", s.protocol().equals("poc") ? "proof of concept, 2023" : s.protocol()),
                new Entry("Address", s.remote()),
                new Entry("Since", Format.clock(s.openedAtNanos())));
    }

    /** Shows how near it is to its limits, and its counts; null leaves what is there. */
    void show(ConnectionFigures figures) {
        if (figures != null) {
            boolean another = !signer.equals(figures.signer());
            signer = figures.signer();
            if (another && shown != null) {
                identity.show(identity(shown, shown.session(), signer));
            }
            limits.show(figures);
            counts.show(figures.counts());
        }
    }
}
