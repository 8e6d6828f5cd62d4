package org.icws.gateway.conformance;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.Limits;
import org.icws.gateway.LimitsBuilder;
import org.icws.gateway.TrustPolicy;
import org.icws.gateway.event.GatewayEvent.SessionStateChanged;
import org.icws.gateway.event.SessionState;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.session.CloseCause;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedRequest;

/** A way to make the gateway close a connection, for each cause. One network and gateway per cause. */
final class CloseScenarios implements AutoCloseable {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final int SMALL = 1000;

    private final BreakingClock clock = new BreakingClock();

    /** For the one time-out that a slow machine would miss before it has connected. */
    private final ManualTime time = new ManualTime();

    private final Testbed bed;
    private final PocCanisterMock poc;

    /** Fails once, on the thread that reads from clients. */
    private static final class BreakingClock implements GatewayClock {
        final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public long nowNanos() {
            return SYSTEM.nowNanos();
        }

        @Override
        public long monotonicNanos() {
            if (Thread.currentThread().getName().contains("SelectorRunner") && broken.compareAndSet(true, false)) {
                throw new IllegalStateException("the clock is broken");
            }
            return SYSTEM.monotonicNanos();
        }
    }

    CloseScenarios(CloseCause cause) {
        bed = new Testbed(c -> {
            c.clock(clock)
                    .limits(limits(cause, Limits.DEFAULT.toBuilder()).build())
                    .trust(trust(cause));
            return cause == CloseCause.FIRST_FRAME_TIMEOUT ? c.scheduler(time) : c;
        });
        poc = cause.name().matches("MALFORMED_FIRST|MALFORMED_MESSAGE|WRONG_SIGNATURE|OTHER_CLIENT|DUPLICATE_ID")
                ? new PocCanisterMock(bed.replica)
                : null;
    }

    private static LimitsBuilder limits(CloseCause cause, LimitsBuilder limits) {
        return switch (cause) {
            case DEAD_PEER -> limits.pingInterval(SOON).maxMissedPings(1);
            case SLOW_READER -> limits.outboxBytes(100 * SMALL);
            case TOO_BIG -> limits.maxFrameBytes(SMALL);
            case TOO_MANY_SESSIONS -> limits.maxSessions(1);
            case TOO_MANY_FROM_ADDRESS -> limits.maxSessionsPerAddress(1);
            case TOO_MANY_FOR_CANISTER -> limits.maxSessionsPerCanister(1);
            case NETWORK_DOWN -> limits.retryTimeout(SOON);
            case OPEN_TIMEOUT -> limits.openTimeout(SOON);
            case POLL_OUTAGE -> limits.outageTimeout(SOON);
            default -> limits;
        };
    }

    private static TrustPolicy trust(CloseCause cause) {
        return cause == CloseCause.UNPROVEN_MESSAGE || cause == CloseCause.UNPROVEN_REQUEST
                ? TrustPolicy.REFUSE_ALL
                : TrustPolicy.DEFAULT;
    }

    /** Returns how the connection ended. */
    V1Client.Ended provoke(CloseCause cause) {
        return switch (cause) {
            case SHUTDOWN -> afterwards(bed.openClient(), c -> bed.gateway.close());
            case PROTOCOL_ERROR -> raw(socket -> socket.send(RawSocket.frame(RawSocket.BINARY, false, 1, new byte[1])));
            case TEXT_FRAME -> afterwards(bed.client(), c -> c.socket().sendText("hello", true));
            case MALFORMED_FRAME -> afterwards(bed.client(), c -> c.send(new byte[] {1, 2, 3}));
            case MALFORMED_ENVELOPE -> afterwards(bed.client(), c -> c.send(c.signQuery(bed.canister.id())));
            case MALFORMED_OPEN -> firstCall("ws_open");
            case NOT_WS_OPEN -> firstCall("transfer");
            case NOT_WS_MESSAGE -> afterwards(bed.openClient(), c -> c.sendOpen(bed.canister.id()));
            case OTHER_GATEWAY ->
                afterwards(bed.client(), c -> c.send(c.signOpen(bed.canister.id(), Principals.canisterId(99))));
            case OTHER_CANISTER ->
                afterwards(bed.openClient(), c -> c.send(c.sign(Principals.canisterId(8), "ws_message", new byte[0])));
            case OTHER_SENDER ->
                afterwards(
                        bed.openClient(), c -> c.send(bed.client().sign(bed.canister.id(), "ws_message", new byte[0])));
            case DUPLICATE_CLIENT -> duplicateClient();
            case SUPERSEDED ->
                afterwards(bed.openClient(), c -> bed.client().as(c).open(bed.canister.id()));
            case CANISTER_NOT_ALLOWED ->
                afterwards(bed.openClient(), c -> bed.gateway.allowOnly(Set.of(Principals.canisterId(8))));
            case FIRST_FRAME_TIMEOUT -> afterwards(bed.client(), c -> time.advance(Limits.DEFAULT.firstFrameTimeout()));
            case DEAD_PEER -> raw(socket -> {});
            case SLOW_READER -> slowReader();
            case TOO_BIG -> afterwards(bed.client(), c -> c.send(new byte[SMALL + 1]));
            case TOO_MANY_SESSIONS, TOO_MANY_FROM_ADDRESS -> {
                bed.client();
                yield V1Client.unread(bed.gateway.url()).ended();
            }
            case TOO_MANY_FOR_CANISTER -> {
                bed.openClient();
                yield afterwards(bed.client(), c -> c.sendOpen(bed.canister.id()));
            }
            case INTERNAL ->
                afterwards(bed.openClient(), c -> {
                    clock.broken.set(true);
                    c.say(new byte[0]);
                });
            default -> provokeByNetwork(cause);
        };
    }

    private V1Client.Ended provokeByNetwork(CloseCause cause) {
        return switch (cause) {
            case CANISTER_ERR -> afterwards(bed.openClient(), c -> c.send(c.signMessage(9, new byte[0])));
            case CALL_REJECTED -> afterwards(bed.client(), c -> c.sendOpen(Principals.canisterId(4711)));
            case REQUEST_REFUSED -> answered(call -> MockReplica.Answer.text(400, "Invalid signature"));
            case CANISTER_FAILED ->
                answered(call -> bed.replica.rejected(call.envelope().content().requestId(), 5, "trapped"));
            case BAD_ANSWER ->
                answered(call -> bed.replica.replied(call.envelope().content().requestId(), new byte[] {1}));
            case NETWORK_DOWN -> answered(call -> MockReplica.Answer.text(503, "overloaded"));
            case OPEN_TIMEOUT -> {
                bed.replica.callDelay = () -> 3_600_000;
                yield afterwards(bed.client(), c -> c.sendOpen(bed.canister.id()));
            }
            case POLL_OUTAGE ->
                afterwards(
                        bed.openClient(),
                        c -> bed.replica.onQuery = query -> MockAnswers.queryRejected(5, "Canister is stopped"));
            case UNPROVEN_REQUEST ->
                afterwards(bed.openClient(), c -> {
                    byte[] envelope = c.signMessage(new byte[0]).envelope();
                    envelope[envelope.length - 1] ^= 1;
                    c.send(new ClientFrame(envelope).encode());
                });
            case UNPROVEN_MESSAGE ->
                afterwards(bed.openClient(), c -> {
                    bed.replica.onQuery = this::withoutCertificate;
                    bed.canister.send(c.key(), new byte[1]);
                });
            default -> provokeOnPoc(cause);
        };
    }

    private V1Client.Ended provokeOnPoc(CloseCause cause) {
        PocClient client = PocClient.connect(bed.gateway.url());
        V1Client socket = client.socket();
        switch (cause) {
            case MALFORMED_FIRST -> socket.send(new byte[] {1});
            case MALFORMED_MESSAGE -> {
                client.open(poc).message();
                socket.send(new byte[] {(byte) 0xA0});
            }
            case WRONG_SIGNATURE -> {
                client.id = poc.register(new byte[32]);
                client.sendFirst(poc.id());
            }
            case OTHER_CLIENT -> {
                client.open(poc).message();
                client.id = 77;
                client.say(new byte[0]);
            }
            case DUPLICATE_ID -> {
                client.open(poc).message();
                V1Client thief = V1Client.unread(bed.gateway.url().resolve("/poc"));
                return afterwards(thief, t -> t.send(client.firstFrame(poc.id())));
            }
            default -> throw new AssertionError("nobody knows how to provoke " + cause);
        }
        return socket.ended();
    }

    private static V1Client.Ended afterwards(V1Client client, Consumer<V1Client> action) {
        action.accept(client);
        return client.ended();
    }

    private V1Client.Ended firstCall(String method) {
        return afterwards(bed.client(), c -> c.send(c.sign(bed.canister.id(), method, new byte[0])));
    }

    private V1Client.Ended answered(Function<MockReplica.Received, MockReplica.Answer> answer) {
        bed.replica.onCall = answer;
        return afterwards(bed.client(), c -> c.sendOpen(bed.canister.id()));
    }

    private V1Client.Ended duplicateClient() {
        V1Client first = bed.client();
        SignedRequest open = first.sendOpen(bed.canister.id());
        first.message();
        return afterwards(bed.client(), c -> c.send(new ClientFrame(open.envelope()).encode()));
    }

    private MockReplica.Answer withoutCertificate(MockReplica.Received query) {
        MessagesPage page =
                CanisterResults.page(bed.canister.answer(query.envelope().content()));
        return MockAnswers.queryReplied(CanisterResults.encodePage(
                new MessagesPage(page.messages(), new byte[0], page.tree(), page.endOfQueue())));
    }

    private V1Client.Ended raw(Consumer<RawSocket> action) {
        try (RawSocket socket = RawSocket.open(bed.gateway.port())) {
            action.accept(socket);
            return closed(socket);
        }
    }

    private static V1Client.Ended closed(RawSocket socket) {
        RawSocket.Frame close = socket.readClose();
        return new V1Client.Ended(close.code(), close.reason());
    }

    private V1Client.Ended slowReader() {
        V1Client signer = bed.client();
        try (RawSocket stuck = bed.slowReader(signer)) {
            Await.until("closing", () -> {
                bed.canister.send(signer.key(), new byte[40 * SMALL]);
                return bed.events.all(SessionStateChanged.class).stream().anyMatch(s -> s.to() == SessionState.CLOSING);
            });
            return closed(stuck);
        }
    }

    @Override
    public void close() {
        bed.close();
    }
}
