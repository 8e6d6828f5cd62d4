package org.icws.testbench.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.gateway.Counters;
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

/** Events and snapshots of a network that does not exist, for tests of what the window makes of them. */
public final class TestEvents {

    public static final long SECOND = 1_000_000_000L;
    public static final long T0 = 1_795_000_000L * SECOND;
    public static final Principal CANISTER = Principals.canisterId(4);
    public static final Counters NO_COUNTS = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int PRINCIPAL_BYTES = 29;

    private long sequence;

    public static ClientKey client(String seed) {
        byte[] id = Arrays.copyOf(Sha256.of(seed.getBytes(StandardCharsets.UTF_8)), PRINCIPAL_BYTES);
        id[PRINCIPAL_BYTES - 1] = 2;
        return new ClientKey(Principals.of(id), seed.hashCode());
    }

    public static byte[] candid(String text) {
        return CandidEncoder.encode(
                CandidValue.record("text", CandidValue.text(text), "timestamp", CandidValue.nat64(T0)));
    }

    public static Proof proof(Verdict verdict) {
        return Proof.of(List.of(
                new ProofStep(Proof.TREE, "Tree root = certified data", "", "", "", Verdict.VERIFIED, "", 10),
                new ProofStep(Proof.CONTENT, "Content hash at the key", "", "aa", "bb", verdict, "", 20)));
    }

    public static byte[] requestId(ClientKey from, long number) {
        return Sha256.of((from + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    public GatewayEvent.ClientMessage up(long at, ClientKey from, long number, String text) {
        return new GatewayEvent.ClientMessage(
                ++sequence,
                at,
                1,
                CANISTER,
                from,
                "ws_message",
                number,
                "app",
                new byte[400],
                candid(text),
                requestId(from, number),
                proof(Verdict.VERIFIED));
    }

    public GatewayEvent.CanisterMessage down(long at, ClientKey to, long number, String text, Verdict verdict) {
        return new GatewayEvent.CanisterMessage(
                ++sequence,
                at,
                1,
                CANISTER,
                to,
                "key_" + number,
                number,
                number,
                at - 40_000_000,
                false,
                "app",
                candid(text),
                candid(text),
                1100,
                proof(verdict),
                at - 2_000_000,
                at - 1_000_000);
    }

    public GatewayEvent.CanisterMessage service(long at, ClientKey to, long number, String kind) {
        return new GatewayEvent.CanisterMessage(
                ++sequence,
                at,
                1,
                CANISTER,
                to,
                "key_" + number,
                number,
                number,
                at - 40_000_000,
                true,
                kind,
                candid(kind),
                candid(kind),
                900,
                proof(Verdict.VERIFIED),
                at - 2_000_000,
                at - 1_000_000);
    }

    public GatewayEvent.CallCompleted call(long at, ClientKey from, long number, long took) {
        return new GatewayEvent.CallCompleted(
                ++sequence, at, 1, CANISTER, requestId(from, number), "ws_message", CallOutcome.REPLIED_OK, "", took);
    }

    public GatewayEvent.CallCompleted refusedCall(long at, String method, String detail) {
        return new GatewayEvent.CallCompleted(
                ++sequence, at, 1, CANISTER, new byte[32], method, CallOutcome.REPLIED_ERR, detail, 5_000_000);
    }

    public GatewayEvent.PollCompleted poll(long at, int returned, long took) {
        return new GatewayEvent.PollCompleted(++sequence, at, CANISTER, 1, returned, true, took);
    }

    public GatewayEvent.PollCompleted fullPoll(long at) {
        return new GatewayEvent.PollCompleted(++sequence, at, CANISTER, 1, 50, false, 5_000_000);
    }

    public GatewayEvent.FrameRefused refused(long at, String reason) {
        return new GatewayEvent.FrameRefused(++sequence, at, 7, 1008, reason, 12);
    }

    public GatewayEvent.SessionClosed closed(long at, long session, int code, String reason) {
        return new GatewayEvent.SessionClosed(++sequence, at, session, code, reason, "client");
    }

    public static SessionSnapshot session(long id, ClientKey key, SessionState state, long framesIn, int outbox) {
        return new SessionSnapshot(
                id,
                "v1",
                "127.0.0.1:50000",
                key,
                CANISTER,
                state,
                "",
                T0,
                framesIn,
                0,
                0,
                0,
                framesIn,
                0,
                outbox,
                outbox * 1000L,
                0,
                0);
    }

    public static GatewaySnapshot snapshot(Counters counters, SessionSnapshot... sessions) {
        PollerSnapshot poller = new PollerSnapshot(
                CANISTER, "v1", 12, SECOND / 10, 0, 40, 0, 11, 1, 2, 3, 4, 40, T0, "polls every 100 ms");
        return new GatewaySnapshot(
                T0,
                client("gateway").principal(),
                "30",
                RootKeySource.CONFIGURED,
                List.of(sessions),
                List.of(poller),
                counters);
    }

    public static Counters counts(long framesIn, long framesOut, long verified, long failed, long unverified) {
        return new Counters(
                1, 0, framesIn, framesOut, 0, 0, 0, 0, 0, 0, 0, 0, 0, verified, failed, unverified, 0, 0, 0);
    }

    public static Frame frame(long now, List<? extends GatewayEvent> events) {
        return new Frame(now, List.copyOf(events), 0, snapshot(NO_COUNTS));
    }
}
