package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.store.EventStore;
import org.icws.testbench.store.Frame;

/**
 * A play: installs its canister, opens its connections, and turns what arrives into what people see. FX thread only, but for
 * the inbox: messages wait there, bounded, until the next frame.
 */
abstract class Scenario {

    /** Where a play stands. */
    enum State {
        IDLE,
        STARTING,
        RUNNING,
        FAILED
    }

    private static final int INBOX = 20_000;

    private final ScenarioKind kind;
    private final Stage stage;
    private final Executor worker;
    private final Executor fxThread;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.IDLE);
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
    private final WireLog wire = new WireLog();
    private final BooleanProperty byHand = new SimpleBooleanProperty(this, "byHand");
    private List<Seat> seats = List.of();
    private EventStore<Incoming> inbox = new EventStore<>(INBOX);
    private CandidType type;
    private int play;

    Scenario(ScenarioKind kind, Stage stage, Executor worker, Executor fxThread) {
        this.kind = kind;
        this.stage = stage;
        this.worker = worker;
        this.fxThread = fxThread;
    }

    /** What the canister is installed with. */
    abstract byte[] argument();

    /** Forgets what was seen before. */
    abstract void reset();

    /** Everybody is there. */
    abstract void started();

    /** A message that somebody got. */
    abstract void received(Incoming message, CandidValue.Variant value);

    /** Ten times a second while it runs, however quiet the network is. */
    abstract void tick(long nowNanos);

    /** What the gateway saw meanwhile. */
    void seen(List<GatewayEvent> events) {
        // most look at their messages only
    }

    /** Lets the next thing happen that would happen by itself; does nothing while there is none. */
    abstract void next();

    /** Why {@link #step} cannot do anything; null if it can. */
    String whyNoStep() {
        return isRunning() ? null : "It is not running yet.";
    }

    /** Lets the next thing happen, and from then on nothing by itself. */
    final void step() {
        if (whyNoStep() == null) {
            byHand.set(true);
            next();
        }
    }

    /** Whether nothing happens by itself. */
    final BooleanProperty byHandProperty() {
        return byHand;
    }

    /** The sample canisters, one for each seat; only the play of both protocols has two. */
    String sampleOf(int seat) {
        return kind.sample();
    }

    String protocolOf(int seat) {
        return "v1";
    }

    /** Begins; does nothing while it begins already. */
    void start() {
        if (state.get() == State.STARTING) {
            return;
        }
        stop();
        String reason = stage.unavailable();
        if (reason != null) {
            fail(reason);
            return;
        }
        int mine = ++play;
        inbox = new EventStore<>(INBOX);
        EventStore<Incoming> box = inbox;
        byHand.set(false);
        reset();
        type = CandidInterface.parse(stage.candid(kind.sample()))
                .webSocketMessage()
                .orElse(null);
        wire.begin(type);
        state.set(State.STARTING);
        note.set("Installing " + kind.sample() + "…");
        byte[] argument = argument();
        worker.execute(() -> begin(mine, box, argument));
    }

    private void begin(int mine, EventStore<Incoming> box, byte[] argument) {
        List<Seat> all = new ArrayList<>();
        try {
            for (int i = 0; i < kind.people().size(); i++) {
                Principal canister = stage.prepare(sampleOf(i), argument);
                String sample = sampleOf(i);
                fxThread.execute(() -> wire.watch(canister, sample));
                String name = kind.people().get(i);
                fxThread.execute(() -> note.set("Connecting " + name + "…"));
                all.add(stage.join(canister, protocolOf(i), i, name, m -> box.add(List.of(m), 0)));
            }
            fxThread.execute(() -> everybodyIsThere(mine, all));
        } catch (RuntimeException e) {
            all.forEach(Seat::close);
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            fxThread.execute(() -> {
                if (mine == play) {
                    fail(cause.getMessage() == null ? cause.toString() : cause.getMessage());
                }
            });
        }
    }

    private void everybodyIsThere(int mine, List<Seat> all) {
        if (mine != play) {
            all.forEach(Seat::close);
            return;
        }
        seats = List.copyOf(all);
        wire.seat(seats);
        note.set("");
        state.set(State.RUNNING);
        started();
    }

    private void fail(String reason) {
        note.set(reason);
        state.set(State.FAILED);
    }

    /** Ends; everybody leaves. The canister stays. */
    void stop() {
        play++;
        List<Seat> leaving = seats;
        seats = List.of();
        if (!leaving.isEmpty()) {
            worker.execute(() -> leaving.forEach(Seat::close));
        }
        state.set(State.IDLE);
        note.set("");
    }

    void onFrame(Frame frame) {
        if (state.get() != State.RUNNING && state.get() != State.STARTING) {
            return;
        }
        wire.add(frame.events());
        if (state.get() != State.RUNNING) {
            return;
        }
        for (Incoming message : inbox.drain().entries()) {
            deliver(message);
        }
        if (seats.stream().noneMatch(Seat::isOpen)) {
            stop();
            fail("All connections were closed. What the gateway said of it stands in Connections.");
            return;
        }
        seen(frame.events());
    }

    /** Lets happen what is due by now. */
    final void beat(long nowNanos) {
        if (state.get() == State.RUNNING) {
            tick(nowNanos);
        }
    }

    private void deliver(Incoming message) {
        if (protocolOf(message.seat()).equals("v1")) {
            CandidValue value = org.icws.protocol.candid.CandidDecoder.decode(message.content())
                    .get(0);
            CandidValue.Variant variant = value instanceof CandidValue.Variant v ? v : null;
            if (variant != null || kind == ScenarioKind.PING_PONG) {
                received(message, variant);
            }
        } else {
            received(message, null);
        }
    }

    /** Sends a case of the application's messages. */
    void send(int seat, CandidValue value) {
        if (seat < seats.size() && seats.get(seat).isOpen()) {
            seats.get(seat).send(CandidEncoder.encode(List.of(type), List.of(value)));
        }
    }

    void sendBytes(int seat, byte[] content) {
        if (seat < seats.size() && seats.get(seat).isOpen()) {
            seats.get(seat).send(content);
        }
    }

    ScenarioKind kind() {
        return kind;
    }

    List<Seat> seats() {
        return seats;
    }

    WireLog wire() {
        return wire;
    }

    /** The name of who has this principal; its short form if nobody here has. */
    String nameOf(Principal principal) {
        return seats.stream()
                .filter(s -> s.principal().equals(principal))
                .map(Seat::name)
                .findFirst()
                .orElseGet(() -> org.icws.protocol.principal.Principals.shorten(principal));
    }

    int seatOf(Principal principal) {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).principal().equals(principal)) {
                return i;
            }
        }
        return -1;
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What is being done, or why it failed; empty while it runs. */
    ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }
}
