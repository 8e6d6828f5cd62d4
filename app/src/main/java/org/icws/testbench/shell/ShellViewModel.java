package org.icws.testbench.shell;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewaySnapshot;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.Frame;
import org.icws.testbench.store.PollingWords;
import org.icws.testbench.store.SecondSeries;

/** What stands around the pages: which page is open, where we are connected, what it costs. FX thread only. */
public final class ShellViewModel {

    private static final int RATE_WINDOW_SECONDS = 3;
    private static final int THOUSANDS_FROM = 10_000;

    /** Beside "Connections" there is less room than beside the other pages' names. */
    private static final long LONG_NAME_FROM = 1_000;

    private final ObjectProperty<ViewId> view = new SimpleObjectProperty<>(this, "view", ViewId.START);
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final BooleanProperty narrow = new SimpleBooleanProperty(this, "narrow");
    private final BooleanProperty presenting = new SimpleBooleanProperty(this, "presenting");
    private final StringProperty network = new SimpleStringProperty("No network yet");
    private final StringProperty trust = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<NetworkTrust> networkTrust =
            new ReadOnlyObjectWrapper<>(this, "networkTrust", NetworkTrust.NONE);
    private final StringProperty gatewayUrl = new SimpleStringProperty("");
    private final StringProperty statusState = new SimpleStringProperty("Nothing is running");
    private final StringProperty statusPolling = new SimpleStringProperty("");
    private final StringProperty statusRates = new SimpleStringProperty("");
    private final StringProperty statusKept = new SimpleStringProperty("");
    private final StringProperty statusProblem = new SimpleStringProperty("");
    private final StringProperty statusProtocol = new SimpleStringProperty("");
    private final Map<ViewId, StringProperty> counts = new EnumMap<>(ViewId.class);
    private final SecondSeries in = new SecondSeries(10);
    private final SecondSeries out = new SecondSeries(10);
    private ViewId presentedFrom = ViewId.START;
    private long startedNanos;
    private Counters before;

    public ShellViewModel() {
        presenting.addListener((o, old, now) -> {
            if (now) {
                presentedFrom = view.get();
            } else {
                view.set(presentedFrom);
            }
        });
        for (ViewId id : ViewId.values()) {
            counts.put(id, new SimpleStringProperty(""));
        }
    }

    /** The network is up; pages with traffic can be opened. */
    public void connected(String networkName, URI gateway, long nowNanos) {
        network.set(networkName);
        gatewayUrl.set(gateway.toString());
        startedNanos = nowNanos;
        running.set(true);
    }

    /** The network is gone, or a new start begins. */
    public void disconnected(String state) {
        running.set(false);
        network.set("No network yet");
        trust.set("");
        networkTrust.set(NetworkTrust.NONE);
        gatewayUrl.set("");
        statusState.set(state);
        statusPolling.set("");
        statusRates.set("");
        before = null;
    }

    /** Takes over what a frame says about the whole. */
    public void onFrame(Frame frame) {
        if (!running.get()) {
            return;
        }
        GatewaySnapshot snapshot = frame.snapshot();
        if (!networkTrust.get().rootKeyHex().equals(snapshot.rootKeyHex())) {
            networkTrust.set(NetworkTrust.of(snapshot));
        }
        trust.set(networkTrust.get().chip());
        statusState.set("Running " + Format.elapsed(frame.nowNanos() - startedNanos));
        statusPolling.set(pollingOf(snapshot));
        statusProtocol.set(protocolsOf(snapshot));
        Counters now = snapshot.counters();
        if (before != null) {
            in.add(frame.nowNanos(), now.framesIn() - before.framesIn());
            out.add(frame.nowNanos(), now.framesOut() - before.framesOut());
        }
        before = now;
        statusRates.set("In " + Format.rate(in.perSecond(frame.nowNanos(), RATE_WINDOW_SECONDS)) + "/s  Out "
                + Format.rate(out.perSecond(frame.nowNanos(), RATE_WINDOW_SECONDS)) + "/s");
        long live = snapshot.sessions().size();
        counts.get(ViewId.CONNECTIONS).set(railCount(live, LONG_NAME_FROM));
        long queued = snapshot.sessions().stream()
                .mapToLong(s -> s.outboxMessages() + s.inFlightCalls() + s.waitingCalls())
                .sum();
        counts.get(ViewId.QUEUES).set(queued == 0 ? "" : Format.count(queued));
    }

    private static String railCount(long n, long thousandsFrom) {
        if (n < thousandsFrom) {
            return Format.count(n);
        }
        String tenth = n < 10_000 ? "." + n / 100 % 10 : "";
        return Format.count(n / 1_000) + tenth + "k";
    }

    /**
     * How many messages are kept and how many had to go, and where their contents are.
     *
     * @param memory bytes of contents in memory
     * @param disk bytes of contents in files
     * @param lost contents that had to go although their messages are kept
     * @param why why contents cannot go to files; empty if they can
     */
    public void showKept(long kept, long capacity, long dropped, long memory, long disk, long lost, String why) {
        statusProblem.set(why);
        // The rail has room for five characters; the status bar tells the whole number.
        counts.get(ViewId.MESSAGES).set(kept == 0 ? "" : railCount(kept, THOUSANDS_FROM));
        // Rows go in chunks, so that for a while there are some more than the bound.
        String bound = kept <= capacity
                ? " of " + Format.count(capacity) + " kept"
                : " kept, soon trimmed to " + Format.count(capacity);
        statusKept.set(Format.count(kept) + bound + " · " + Format.count(dropped)
                + " dropped · " + Format.bytes(memory) + (disk > 0 ? " + " + Format.bytes(disk) + " on disk" : "")
                + (lost > 0 ? " · " + Format.count(lost) + " without content" : ""));
    }

    private static String protocolsOf(GatewaySnapshot snapshot) {
        String all = snapshot.sessions().stream()
                .map(org.icws.gateway.SessionSnapshot::protocol)
                .distinct()
                .sorted()
                .map(p -> p.equals("poc") ? "PoC" : p)
                .collect(java.util.stream.Collectors.joining(", "));
        return all.isEmpty() ? "" : "Protocol " + all;
    }

    private static String pollingOf(GatewaySnapshot snapshot) {
        int canisters = snapshot.pollers().size();
        if (canisters == 0) {
            return "No canister polled";
        }
        PollingWords words = PollingWords.of(snapshot.pollers());
        return "Polling " + words.every() + (words.isSlow() ? ", silent for " + words.silence() : "") + " · "
                + Format.count(canisters, "canister");
    }

    public ObjectProperty<ViewId> viewProperty() {
        return view;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Why a page cannot be opened now; null if it can. */
    public String unavailable(ViewId id) {
        return running.get() || !id.needsNetwork() ? null : id.title() + " starts with a network.";
    }

    /** Whether the rail shows icons only. */
    public BooleanProperty narrowProperty() {
        return narrow;
    }

    /**
     * Whether only the page is seen, in large type on the whole screen. Other pages can be shown meanwhile; at its end the one
     * is back that it began with.
     */
    public BooleanProperty presentingProperty() {
        return presenting;
    }

    public StringProperty networkProperty() {
        return network;
    }

    public StringProperty trustProperty() {
        return trust;
    }

    /** The root key and where it came from; {@link NetworkTrust#NONE} without a network. */
    ReadOnlyObjectProperty<NetworkTrust> networkTrustProperty() {
        return networkTrust.getReadOnlyProperty();
    }

    public StringProperty gatewayUrlProperty() {
        return gatewayUrl;
    }

    public StringProperty statusStateProperty() {
        return statusState;
    }

    public StringProperty statusPollingProperty() {
        return statusPolling;
    }

    public StringProperty statusRatesProperty() {
        return statusRates;
    }

    /** Which protocols are spoken. */
    public StringProperty statusProtocolProperty() {
        return statusProtocol;
    }

    /** Why contents are not kept; empty if they are. */
    public StringProperty statusProblemProperty() {
        return statusProblem;
    }

    public StringProperty statusKeptProperty() {
        return statusKept;
    }

    /** The number beside a rail entry; empty if there is none. */
    public StringProperty countProperty(ViewId id) {
        return counts.get(id);
    }
}
