package org.icws.testbench.scenarios;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.ic4j.types.Principal;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidType;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.compose.ValueSummary;
import org.icws.testbench.messages.PayloadText;
import org.icws.testbench.store.Format;

/** What of a scenario crosses the wire, as the gateway saw it. FX thread only. */
final class WireLog {

    static final int MOST = 400;
    private static final int MOST_CALLS = 2_000;

    /** Which way something went. */
    enum Way {
        UP,
        DOWN,
        SERVICE
    }

    /**
     * A line.
     *
     * @param event number of the gateway's event
     * @param who who sent it, or whom it is for
     * @param note size or duration
     * @param verdict what was proven of it; null if there is nothing to prove
     * @param seat whose it is; -1 for nobody's
     */
    record Line(long event, long atNanos, Way way, String who, String what, String note, Verdict verdict, int seat) {}

    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final Map<ClientKey, Integer> seats = new HashMap<>();
    private final Map<String, ClientKey> calls = new java.util.LinkedHashMap<>();
    private final Map<Principal, String> canisters = new HashMap<>();
    private List<String> names = List.of();
    private CandidType type;

    /** Another play begins. */
    void begin(CandidType messageType) {
        lines.clear();
        seats.clear();
        calls.clear();
        canisters.clear();
        type = messageType;
    }

    void watch(Principal canister, String name) {
        canisters.put(canister, name);
    }

    /** Who sits where. */
    void seat(List<Seat> all) {
        seats.clear();
        for (int i = 0; i < all.size(); i++) {
            seats.put(all.get(i).key(), i);
        }
        names = all.stream().map(Seat::name).toList();
    }

    ObservableList<Line> lines() {
        return lines;
    }

    void add(List<GatewayEvent> events) {
        List<Line> fresh = new java.util.ArrayList<>();
        for (GatewayEvent event : events) {
            Line line = line(event);
            if (line != null) {
                fresh.add(line);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        lines.addAll(fresh.subList(Math.max(0, fresh.size() - MOST), fresh.size()));
        if (lines.size() > MOST * 5 / 4) {
            lines.remove(0, lines.size() - MOST);
        }
    }

    private Line line(GatewayEvent event) {
        if (event instanceof GatewayEvent.ClientMessage m && canisters.containsKey(m.canister())) {
            return up(m);
        }
        if (event instanceof GatewayEvent.CanisterMessage m && canisters.containsKey(m.canister())) {
            return down(m);
        }
        if (event instanceof GatewayEvent.CallCompleted c && canisters.containsKey(c.canister())) {
            return call(c);
        }
        if (event instanceof GatewayEvent.PollCompleted p && canisters.containsKey(p.canister()) && p.returned() > 0) {
            return poll(p);
        }
        return null;
    }

    private Line up(GatewayEvent.ClientMessage m) {
        calls.put(HexFormat.of().formatHex(m.requestId()), m.clientKey());
        if (calls.size() > MOST_CALLS) {
            calls.remove(calls.keySet().iterator().next());
        }
        boolean app = m.kind().equals("app");
        return new Line(
                m.sequence(),
                m.atNanos(),
                app ? Way.UP : Way.SERVICE,
                name(m.clientKey()),
                app ? words(m.appContent()) : m.kind(),
                Format.count(m.frame().length) + " B",
                verdict(m.proof()),
                seat(m.clientKey()));
    }

    private Line down(GatewayEvent.CanisterMessage m) {
        return new Line(
                m.sequence(),
                m.atNanos(),
                m.service() ? Way.SERVICE : Way.DOWN,
                "to " + name(m.clientKey()),
                (m.service() ? m.kind() : words(m.appContent())) + ", seq " + m.sequenceNumber(),
                Format.count(m.frameBytes()) + " B",
                verdict(m.proof()),
                seat(m.clientKey()));
    }

    private Line poll(GatewayEvent.PollCompleted p) {
        return new Line(
                p.sequence(),
                p.atNanos(),
                Way.SERVICE,
                canisters.get(p.canister()),
                p.returned() == 1 ? "1 message in one page" : p.returned() + " messages in one page",
                Format.millis(p.durationNanos()) + " ms",
                null,
                -1);
    }

    private Line call(GatewayEvent.CallCompleted call) {
        ClientKey from = calls.remove(HexFormat.of().formatHex(call.requestId()));
        boolean ok = call.outcome() == CallOutcome.REPLIED_OK;
        String what = ok ? call.method() + " certified" : call.method() + " refused: " + call.detail();
        return new Line(
                call.sequence(),
                call.atNanos(),
                Way.SERVICE,
                canisters.get(call.canister()),
                what,
                org.icws.testbench.store.Format.millis(call.durationNanos()) + " ms",
                ok ? Verdict.VERIFIED : Verdict.FAILED,
                from == null ? -1 : seat(from));
    }

    private String words(byte[] content) {
        if (content == null) {
            return "undecodable";
        }
        try {
            return named(ValueSummary.of(CandidDecoder.decode(content).get(0), type));
        } catch (ProtocolException | IndexOutOfBoundsException e) {
            return cbor(content);
        }
    }

    /** With names in the place of the principals of those on the stage. */
    private String named(String words) {
        String all = words;
        for (Map.Entry<ClientKey, Integer> seat : seats.entrySet()) {
            String id = Principals.shorten(seat.getKey().principal());
            all = all.replace(id, names.get(seat.getValue()));
        }
        return all;
    }

    /** The proof of concept's demo sends a map of one text. */
    private static String cbor(byte[] content) {
        try {
            return "“" + Cbor.text(Cbor.read(content), "text") + "”";
        } catch (ProtocolException e) {
            return PayloadText.cbor(content).replaceAll("\\s+", " ");
        }
    }

    private static Verdict verdict(Proof proof) {
        return proof == null ? Verdict.NOT_CHECKED : proof.verdict();
    }

    private int seat(ClientKey key) {
        return seats.getOrDefault(key, -1);
    }

    private String name(ClientKey key) {
        int seat = seat(key);
        return seat < 0 ? "a client" : names.get(seat);
    }
}
