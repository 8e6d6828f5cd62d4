package org.icws.testbench.shell.tools;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.compose.Connector;
import org.icws.testbench.compose.TestSender;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StartStep;
import org.icws.testbench.run.StepState;
import org.icws.testbench.shell.LiveNetwork;
import org.icws.testbench.store.NameBook;

/**
 * Events of the size and number that a busy gateway makes, without one: pages of 50 messages with their proofs, every fifth
 * message from a client. For measuring the window alone.
 */
final class FloodNetwork implements LiveNetwork {

    private static final int CLIENTS = 20;
    private static final int PAGE = 50;
    private static final long TICK_MILLIS = 10;
    private static final int BODY = 180;

    private final Principal canister = Principals.canisterId(4);
    private final List<ClientKey> clients = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "flood");
        thread.setDaemon(true);
        return thread;
    });
    private final List<ProofStep> shared = List.of(
            step(Proof.CERTIFICATE, "Certificate is well-formed", "1,034 bytes", "", "from the root subnet"),
            step(Proof.SIGNATURE, "Signed under the root key", "root key 525411e1009b15bf", "a BLS signature", "it is"),
            step(Proof.TIME, "Certificate is recent", "/time", "", "2026-11-26T13:57:23Z"),
            step(Proof.CERTIFIED_DATA, "Certificate holds the canister's data", "/canister", "", hex("data")),
            step(Proof.TREE, "Tree hashes to the certified data", "4,430 bytes", hex("tree"), hex("tree")));
    private volatile GatewayListener listener;
    private volatile int perSecond;
    private long sequence;
    private long messages;
    private double owed;

    FloodNetwork() {
        for (int i = 0; i < CLIENTS; i++) {
            byte[] id = Arrays.copyOf(Sha256.of(("client" + i).getBytes(StandardCharsets.UTF_8)), 29);
            id[28] = 2;
            clients.add(new ClientKey(Principals.of(id), i));
        }
    }

    private static ProofStep step(String name, String title, String input, String expected, String actual) {
        return new ProofStep(name, title, input, expected, actual, Verdict.VERIFIED, "", 20_000);
    }

    private static String hex(String seed) {
        return HexFormat.of().formatHex(Sha256.of(seed.getBytes(StandardCharsets.UTF_8)));
    }

    /** So many messages a second from now on; with 0 only ten empty polls. */
    void rate(int next) {
        perSecond = next;
    }

    @Override
    public boolean start(StartListener steps, GatewayListener events, NameBook names) {
        names.put(canister, "rates");
        for (int i = 0; i < CLIENTS; i++) {
            names.put(clients.get(i).principal(), "Client " + i);
        }
        listener = events;
        steps.onStep(StartStep.CLIENT, StepState.DONE, "flood", Duration.ZERO, null);
        timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
    }

    private void tick() {
        owed += perSecond == 0 ? 1 : perSecond * TICK_MILLIS / 1e3;
        if (perSecond == 0) {
            if (owed >= 10) {
                owed = 0;
                listener.onEvents(List.of(poll(0)), 0);
            }
            return;
        }
        List<GatewayEvent> batch = make((int) owed);
        owed -= (int) owed;
        if (!batch.isEmpty()) {
            listener.onEvents(batch, 0);
        }
    }

    /** So many messages with their polls and answers. */
    synchronized List<GatewayEvent> make(int count) {
        List<GatewayEvent> events = new ArrayList<>(count + count / 4 + 2);
        for (int i = 0; i < count; i++) {
            if (messages % PAGE == 0) {
                events.add(poll(PAGE));
            }
            if (messages++ % 5 == 0) {
                up(events);
            } else {
                events.add(down());
            }
        }
        return events;
    }

    private GatewayEvent poll(int returned) {
        byte[] some = returned == 0 ? null : new byte[1_034];
        byte[] tree = returned == 0 ? null : new byte[4_430];
        return new GatewayEvent.PollCompleted(
                ++sequence, now(), canister, messages, returned, true, 2_000_000 + messages % 3_000_000, some, tree);
    }

    private void up(List<GatewayEvent> events) {
        ClientKey who = clients.get((int) (messages / 5 % CLIENTS));
        long number = messages / 5 / CLIENTS + 1;
        byte[] id = Sha256.of(Long.toString(messages).getBytes(StandardCharsets.UTF_8));
        byte[] frame = new byte[420];
        events.add(new GatewayEvent.ClientMessage(
                ++sequence,
                now(),
                number % CLIENTS,
                canister,
                who,
                "ws_message",
                number,
                "app",
                frame,
                body(),
                id,
                proof("id")));
        events.add(new GatewayEvent.CallCompleted(
                ++sequence,
                now(),
                number % CLIENTS,
                canister,
                id,
                "ws_message",
                CallOutcome.REPLIED_OK,
                "",
                40_000_000));
    }

    private GatewayEvent down() {
        int client = (int) (messages % CLIENTS);
        ClientKey who = new ClientKey(clients.get(client).principal(), client); // a new object, as the gateway's are
        long number = messages / CLIENTS + 1;
        byte[] body = body();
        byte[] content = new WebsocketMessage(who, number, now(), false, body).encode();
        return new GatewayEvent.CanisterMessage(
                ++sequence,
                now(),
                client,
                canister,
                who,
                "gateway_" + messages,
                messages,
                number,
                now() - 40_000_000,
                false,
                "app",
                content,
                body,
                content.length + 5_500,
                proof(Long.toString(messages)),
                now() - 2_000_000,
                now() - 1_000_000);
    }

    private byte[] body() {
        String text = "tick " + messages + " of the flood " + "x".repeat(BODY - 40);
        return CandidEncoder.encode(
                CandidValue.record("text", CandidValue.text(text), "timestamp", CandidValue.nat64(messages)));
    }

    private Proof proof(String seed) {
        List<ProofStep> steps = new ArrayList<>(shared);
        String hash = hex(seed);
        steps.add(step(Proof.CONTENT, "Content is in the tree", "SHA-256 of 300 bytes", hash, hash));
        steps.add(step(Proof.CLIENT_KEY, "Content is for this client", "300 bytes of content", "client", "client"));
        return Proof.of(steps);
    }

    private static long now() {
        java.time.Instant instant = java.time.Instant.now();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    @Override
    public String name() {
        return "Flood";
    }

    @Override
    public URI gatewayUrl() {
        return URI.create("ws://127.0.0.1:8080");
    }

    @Override
    public GatewaySnapshot snapshot() {
        long all = messages;
        List<SessionSnapshot> sessions = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            long each = all / CLIENTS;
            sessions.add(new SessionSnapshot(
                    i,
                    "v1",
                    "127.0.0.1:5000" + i,
                    clients.get(i),
                    canister,
                    SessionState.OPEN,
                    "",
                    now(),
                    each / 5,
                    each,
                    each * 80,
                    each * 1_000,
                    each / 5,
                    each,
                    i % 7,
                    i * 900L,
                    i % 3,
                    0));
        }
        PollerSnapshot poller = new PollerSnapshot(
                canister,
                "v1",
                all,
                100_000_000,
                0,
                all / PAGE,
                0,
                all,
                2_000_000,
                4_000_000,
                5_000_000,
                6_000_000,
                100,
                now(),
                "polling");
        Counters counters =
                new Counters(CLIENTS, 0, all / 5, all, all * 80, all * 1_000, 0, 0, 0, 0, 0, 0, 0, all, 0, 0, 0, 0, 0);
        return new GatewaySnapshot(
                now(), canister, "308182", RootKeySource.CONFIGURED, sessions, List.of(poller), counters);
    }

    @Override
    public List<TestSender> senders() {
        return List.of();
    }

    @Override
    public Connector.Opening addClient() {
        throw new IllegalStateException("The flood has no clients to add.");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
