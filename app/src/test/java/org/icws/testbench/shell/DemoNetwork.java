package org.icws.testbench.shell;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.Counters;
import org.icws.gateway.GatewayListener;
import org.icws.gateway.GatewaySnapshot;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.RootKeySource;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.FakeSender;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.run.StepState;
import org.icws.testbench.store.NameBook;

/** A network that only tells a fixed story, to look at the pages and to test them without a real one. */
public final class DemoNetwork implements LiveNetwork {

    private static final long MS = 1_000_000L;
    private static final HexText HEX = new HexText();

    private final long start;
    private final Principal canister = Principals.canisterId(4);
    private final ClientKey ada = key("ada", 1031360914754021378L);
    private final ClientKey ben = key("ben", 7731360914754021378L);
    private final List<GatewayEvent> events = new ArrayList<>();
    private final StepFailure failure;
    private long sequence;

    /** A story that ends at a time, in nanoseconds since the epoch; with a failure the start stops at step two. */
    public DemoNetwork(long endNanos, StepFailure failure) {
        this.start = endNanos - 60_000 * MS;
        this.failure = failure;
    }

    private static ClientKey key(String seed, long nonce) {
        byte[] hash = Sha256.of(seed.getBytes(StandardCharsets.UTF_8));
        byte[] id = java.util.Arrays.copyOf(hash, 29);
        id[28] = 2;
        return new ClientKey(Principals.of(id), nonce);
    }

    @Override
    public boolean start(StartListener steps, GatewayListener listener, NameBook names) {
        steps.onStep(StartStep.REPLICA, StepState.DONE, "http://127.0.0.1:4943", Duration.ofMillis(412), null);
        if (failure != null) {
            steps.onStep(StartStep.CANISTER, StepState.FAILED, "", Duration.ofMillis(811), failure);
            return false;
        }
        steps.onStep(StartStep.CANISTER, StepState.DONE, "ping_pong " + canister, Duration.ofMillis(1130), null);
        steps.onStep(StartStep.GATEWAY, StepState.DONE, "ws://127.0.0.1:8080", Duration.ofMillis(240), null);
        names.put(canister, "ping_pong");
        names.put(ada.principal(), "Ada");
        names.put(ben.principal(), "Ben");
        tell();
        listener.onEvents(List.copyOf(events), 0);
        steps.onStep(StartStep.CLIENT, StepState.DONE, "open, first answer verified", Duration.ofMillis(380), null);
        return true;
    }

    private void tell() {
        open(ada, 1, start);
        open(ben, 2, start + 900 * MS);
        String[] words = {"ping", "hello, canister", "how is the weather?", "ping", "one more"};
        long at = start + 2_000 * MS;
        int adas = 0;
        int bens = 0;
        for (int i = 0; i < 70; i++) {
            ClientKey who = i % 3 == 2 ? ben : ada;
            exchange(who, who == ada ? 1 : 2, who == ada ? adas++ : bens++, words[i % words.length], at);
            long pause = 300 + (i * 37 % 11) * 45;
            for (long t = 170; t < pause; t += 100) {
                poll(at + t * MS, 0, 900_000 + (i * 7919L + t * 104729) % 2_600_000);
            }
            at += pause * MS + 240 * MS;
        }
        long last = at;
        event(new GatewayEvent.SessionClosed(
                ++sequence, last, 3, 1008, "the frame is not a signed request", "gateway"));
    }

    private void open(ClientKey who, long session, long at) {
        event(new GatewayEvent.SessionOpened(++sequence, at, session, "v1", "127.0.0.1:5" + session + "012"));
        event(new GatewayEvent.SessionIdentified(++sequence, at + 2 * MS, session, who, canister));
        byte[] id = Sha256.of(("open" + session).getBytes(StandardCharsets.UTF_8));
        event(new GatewayEvent.ClientMessage(
                ++sequence,
                at + 3 * MS,
                session,
                canister,
                who,
                "ws_open",
                -1,
                "ws_open",
                new byte[318],
                null,
                id,
                upProof(true)));
        call(session, at + 51 * MS, id, "ws_open", 48 * MS);
        poll(at + 60 * MS, 1, 3_100_000);
        down(who, session, 1, "OpenMessage", serviceContent(), true, at + 52 * MS, at + 60 * MS);
    }

    private void exchange(ClientKey who, long session, int number, String words, long at) {
        byte[] id = Sha256.of((words + at).getBytes(StandardCharsets.UTF_8));
        byte[] candid = text(words, at);
        byte[] frame = envelope(candid);
        event(new GatewayEvent.ClientMessage(
                ++sequence,
                at,
                session,
                canister,
                who,
                "ws_message",
                number + 1,
                "app",
                frame,
                candid,
                id,
                upProof(true)));
        long took = (38 + at / MS % 23) * MS;
        call(session, at + took, id, "ws_message", took);
        poll(at + took + 37 * MS, 1, 2_000_000 + at % 2_300_000);
        down(
                who,
                session,
                number + 2,
                "app",
                text(words + " ping", at),
                false,
                at + took - 6 * MS,
                at + took + 37 * MS);
    }

    private void call(long session, long at, byte[] id, String method, long took) {
        event(new GatewayEvent.CallCompleted(
                ++sequence, at, session, canister, id, method, CallOutcome.REPLIED_OK, "", took));
    }

    private void poll(long at, int returned, long took) {
        event(new GatewayEvent.PollCompleted(++sequence, at, canister, 41, returned, true, took));
    }

    private void down(
            ClientKey who,
            long session,
            long number,
            String kind,
            byte[] app,
            boolean service,
            long stamped,
            long polled) {
        event(new GatewayEvent.CanisterMessage(
                ++sequence,
                polled + 2 * MS,
                session,
                canister,
                who,
                "wxqfv-2th2i-t7fyc-unh24-hxjwv-heb6g-4qqx7-2ae_00000000000000000" + (100 + number),
                number,
                number,
                stamped,
                service,
                kind,
                envelope(app),
                app,
                1094 + app.length,
                downProof(),
                polled,
                polled + MS / 10));
    }

    private static byte[] serviceContent() {
        return CandidEncoder.encode(CandidValue.record("text", CandidValue.text("open")));
    }

    private static byte[] text(String words, long at) {
        return CandidEncoder.encode(
                CandidValue.record("text", CandidValue.text(words), "timestamp", CandidValue.nat64(at)));
    }

    private static byte[] envelope(byte[] content) {
        return org.icws.protocol.cbor.Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(3);
            g.writeFieldName("sequence_num");
            g.writeNumber(26);
            g.writeFieldName("is_service_message");
            g.writeBoolean(false);
            g.writeFieldName("content");
            g.writeBinary(content);
            g.writeEndObject();
        });
    }

    private static Proof upProof(boolean good) {
        return Proof.of(List.of(
                step(Proof.REQUEST_ID, "Request id", "318 bytes", "", HEX.of("id"), 40_000),
                step(Proof.SENDER, "Sender is the key's principal", "Ed25519", "", "demr2…aqe", 10_000),
                new ProofStep(Proof.DELEGATIONS, "No delegation", "", "", "", Verdict.VERIFIED, "", 0),
                step(Proof.REQUEST_SIGNATURE, "Signature over the request id", "Ed25519", "", "holds", 190_000),
                step(Proof.TIME, "Request expires in time", "in 4 min 30 s", "", "", 1_000)));
    }

    private static Proof downProof() {
        return Proof.of(List.of(
                step(Proof.CERTIFICATE, "Certificate decodes", "1,034 bytes CBOR", "", "", 100_000),
                step(Proof.SIGNATURE, "Root key signs the certificate", "BLS12-381", "", "signature holds", 2_300_000),
                step(Proof.TIME, "Certificate is fresh", "36 ms old, limit 5 min", "", "", 1_000),
                step(Proof.CERTIFIED_DATA, "Certified data present", "32 bytes", "", "", 9_000),
                step(Proof.TREE, "Tree root = certified data", "", HEX.of("tree"), HEX.of("tree"), 210_000),
                step(Proof.CONTENT, "Content hash at the key", "", HEX.of("content"), HEX.of("content"), 90_000),
                step(Proof.CLIENT_KEY, "Sent to the client it names", "Ada", "", "", 1_000)));
    }

    private static ProofStep step(String name, String title, String input, String expected, String actual, long nanos) {
        return new ProofStep(name, title, input, expected, actual, Verdict.VERIFIED, "", nanos);
    }

    private void event(GatewayEvent event) {
        events.add(event);
    }

    @Override
    public String name() {
        return "Embedded replica";
    }

    @Override
    public URI gatewayUrl() {
        return URI.create("ws://127.0.0.1:8080");
    }

    @Override
    public GatewaySnapshot snapshot() {
        long now = start + 60_000 * MS;
        long messages = events.stream()
                .filter(e -> e instanceof GatewayEvent.CanisterMessage || e instanceof GatewayEvent.ClientMessage)
                .count();
        return new GatewaySnapshot(
                now,
                key("gateway", 0).principal(),
                "308182",
                RootKeySource.CONFIGURED,
                List.of(session(1, ada, 61, 120), session(2, ben, 31, 47)),
                List.of(new PollerSnapshot(
                        canister,
                        "v1",
                        94,
                        100 * MS,
                        0,
                        612,
                        0,
                        92,
                        2 * MS,
                        4 * MS,
                        5 * MS,
                        6 * MS,
                        612,
                        now,
                        "polls every 100 ms")),
                new Counters(3, 1, 92, 94, 34_000, 118_000, 1, 612, 0, 92, 0, 1, 0, messages, 0, 0, 0, 0, 0));
    }

    private SessionSnapshot session(long id, ClientKey who, long up, long down) {
        return new SessionSnapshot(
                id,
                "v1",
                "127.0.0.1:5" + id + "012",
                who,
                canister,
                SessionState.OPEN,
                id == 2 ? "slow reader" : "",
                start + id * 900 * MS,
                up,
                down,
                up * 412,
                down * 1204,
                up,
                down,
                id == 2 ? 9 : 0,
                id == 2 ? 11_000 : 0,
                (int) id,
                id == 2 ? 4 : 0);
    }

    @Override
    public List<TestSender> senders() {
        return List.of(new FakeSender("Ada") {
            @Override
            public ClientKey key() {
                return ada;
            }

            @Override
            public Principal canister() {
                return canister;
            }

            @Override
            public Dispatch send(byte[] candid) {
                long at = start + 60_000 * MS;
                return new Dispatch(
                        CompletableFuture.completedFuture(60L),
                        CompletableFuture.completedFuture(
                                new Exchange(60, at, 61, at + 96 * MS, text("ping ping", at))));
            }
        });
    }

    @Override
    public Connector.Opening addClient() {
        throw new IllegalStateException("this network only tells a story");
    }

    @Override
    public void close() {
        events.clear();
    }

    private static final class HexText {
        String of(String seed) {
            return java.util.HexFormat.of().formatHex(Sha256.of(seed.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
