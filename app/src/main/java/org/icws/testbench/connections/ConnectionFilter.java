package org.icws.testbench.connections;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ObservableList;
import org.icws.testbench.filter.FilterLanguage;
import org.icws.testbench.filter.LiveRows;
import org.icws.testbench.filter.TypedFilter;

/** What can be asked of connections, what is asked, and those that it lets through. FX thread only. */
public final class ConnectionFilter extends TypedFilter<ConnectionRow> {

    private static final double SECOND = 1e9;
    private static final List<String> STATES =
            List.of("open", "idle", "opening", "closing", "closed", "connected", "failed");

    /** The language of the filter field in Connections. */
    static final FilterLanguage<ConnectionRow> LANGUAGE = new FilterLanguage<ConnectionRow>(
                    (row, word) -> word.in(row.client())
                            || word.in(principal(row))
                            || word.in(canister(row))
                            || word.in(row.state())
                            || word.in(row.reason())
                            || word.in(row.session().protocol())
                            || word.in(row.session().remote()))
            .choice("state", "~state open", "where in its life it is", states())
            .text("client", "~client Ada", "name or principal", r -> r.client() + " " + principal(r))
            .text("canister", "~canister rates", "name or principal", ConnectionFilter::canister)
            .text("protocol", "~protocol v1", "v1 or poc", r -> r.session().protocol())
            .text("reason", "~reason slow", "why it is in its state", ConnectionRow::reason)
            .number("session", "~session 3", "number of the session", 1, ConnectionRow::id, -1)
            .number(
                    "unacked",
                    "~unacked >20",
                    "messages the client has not said to have",
                    1,
                    r -> r.acks().openDown(),
                    -1)
            .number(
                    "outbox",
                    "~outbox >0",
                    "messages on their way to the client",
                    1,
                    r -> r.session().outboxMessages(),
                    -1)
            .number("for", "~for >60", "seconds it is, or was, connected", SECOND, ConnectionRow::openNanos, -1)
            .flag("ended", "closed or failed", ConnectionRow::closed);

    private final ObservableList<ConnectionRow> rows;
    private final LiveRows<ConnectionRow> shown = liveRows();
    private final BooleanProperty endedHidden = new SimpleBooleanProperty(this, "endedHidden");
    private Comparator<ConnectionRow> order;

    /** @param rows what there is; whoever changes it calls {@link #follow} */
    ConnectionFilter(ObservableList<ConnectionRow> rows) {
        this.rows = rows;
        endedHidden.addListener(o -> follow());
    }

    private static String principal(ConnectionRow row) {
        var key = row.session().clientKey();
        return key == null ? "" : key.principal().toString();
    }

    private static String canister(ConnectionRow row) {
        var id = row.session().canister();
        return id == null ? "" : row.canister() + " " + id;
    }

    private static Map<String, Predicate<ConnectionRow>> states() {
        Map<String, Predicate<ConnectionRow>> all = new LinkedHashMap<>();
        STATES.forEach(state -> all.put(state, row -> row.state().equals(state)));
        return all;
    }

    @Override
    protected FilterLanguage<ConnectionRow> language() {
        return LANGUAGE;
    }

    @Override
    protected void conditionChanged() {
        follow();
    }

    /** Takes over what has become of the rows. */
    void follow() {
        exchange(() -> {
            Stream<ConnectionRow> through = rows.stream()
                    .filter(row -> !(endedHidden.get() && row.closed()))
                    .filter(condition());
            shown.take((order == null ? through : through.sorted(order)).toList());
        });
    }

    /** Rows that are renewed in their places; whether one has ended is counted, and no mere figure. */
    static LiveRows<ConnectionRow> liveRows() {
        return new LiveRows<>((old, now) -> old.id() == now.id() && old.closed() == now.closed());
    }

    /** Whether connections that have ended are left out. */
    public BooleanProperty endedHiddenProperty() {
        return endedHidden;
    }

    /** Shows the rows in this order, whatever becomes of them; null for that in which they came. */
    public void sortBy(Comparator<ConnectionRow> wanted) {
        order = wanted;
        follow();
    }

    /** Lets everything through. */
    public void clear() {
        endedHidden.set(false);
        textProperty().set("");
    }

    /** The rows it lets through, in their order. */
    public ObservableList<ConnectionRow> shown() {
        return shown;
    }
}
