package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.icws.gateway.PollerSnapshot;
import org.icws.gateway.event.GatewayEvent.PollCompleted;
import org.icws.gateway.event.GatewayEvent.PollFailed;
import org.icws.gateway.event.GatewayEvent.QueueNotice;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H03, H07, H13, H14, H20, H24: how messages are fetched from canisters of every generation and state. */
class PollingConformanceTest {
    private final Testbed bed = new Testbed();

    @AfterEach
    void stop() {
        bed.close();
    }

    @ParameterizedTest
    @CsvSource({"49,1", "50,1", "51,2", "120,3"})
    void h07FetchesAFullQueueInPages(int count, int pages) {
        V1Client client = bed.openClient();
        // One poll at a time sees either nothing or everything, so the pages can be counted.
        synchronized (bed.canister) {
            IntStream.range(0, count).forEach(i -> bed.canister.send(client.key(), new byte[] {(byte) i}));
        }

        List<WebsocketMessage> messages = client.messages(count);

        assertThat(messages.stream().map(WebsocketMessage::sequenceNumber))
                .containsExactlyElementsOf(
                        LongStream.range(2, count + 2).boxed().toList());
        Await.until("pages reported", () -> fullPages().size() == pages);
        assertThat(fullPages()).extracting(PollCompleted::endOfQueue).endsWith(true);
        assertThat(fullPages().stream().filter(p -> !p.endOfQueue()).count()).isEqualTo(pages - 1);
    }

    private List<PollCompleted> fullPages() {
        return bed.events.all(PollCompleted.class).stream()
                .filter(p -> p.returned() > 0 && p.fromNonce() > 0)
                .toList();
    }

    @Test
    void h24FetchesEverythingFromACanisterThatDoesNotTellTheEnd() {
        bed.canister.tellsEnd = false;
        V1Client client = bed.openClient();
        IntStream.range(0, 120).forEach(i -> bed.canister.send(client.key(), new byte[] {(byte) i}));

        assertThat(client.messages(120)).hasSize(120);
    }

    @Test
    void h20RelaysContentWithoutTheSelfDescribeTagUnchanged() {
        bed.canister.tagged = false;
        V1Client client = bed.client();
        client.sendOpen(bed.canister.id());

        byte[] content = client.canisterFrame().content();

        assertThat(content[0]).isEqualTo((byte) 0xA5);
        assertThat(WebsocketMessage.decode(content).sequenceNumber()).isEqualTo(1);
    }

    @Test
    void h03KnowsTheClientBeforeTheCanisterDoes() {
        // The answer to ws_open is late, the message it caused is not.
        bed.replica.onCall = call -> {
            if (call.method().equals("ws_open")) {
                bed.replica.executeNow(call);
                Await.until("message polled", () -> bed.events.all(PollCompleted.class).stream()
                        .anyMatch(p -> p.returned() == 1));
            }
            return null;
        };
        V1Client client = bed.client();
        client.sendOpen(bed.canister.id());

        assertThat(client.message().sequenceNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "429", "rejected", "transient", "garbage", "garbage candid", "err"})
    void h13GoesOnAfterFailedPolls(String failure) {
        V1Client client = bed.openClient();
        AtomicInteger failures = new AtomicInteger();
        bed.replica.onQuery = query -> {
            failures.incrementAndGet();
            return switch (failure) {
                case "500" -> MockReplica.Answer.text(500, "internal error");
                case "429" -> MockReplica.Answer.text(429, "slow down");
                case "rejected" -> MockAnswers.queryRejected(5, "Canister is stopped");
                case "transient" -> MockAnswers.queryRejected(2, "Subnet is overloaded");
                case "garbage" -> MockReplica.Answer.text(200, "garbage");
                case "err" -> MockAnswers.queryReplied(org.icws.gateway.protocol.v1.CanisterResults.encodeErr("no"));
                default -> MockAnswers.queryReplied("DIDL".getBytes(StandardCharsets.UTF_8));
            };
        };
        Await.until("failures", () -> failures.get() >= 3);
        bed.events.await(PollFailed.class, f -> true);
        bed.canister.send(client.key(), new byte[] {1});

        bed.replica.onQuery = query -> null;

        assertThat(client.message().content()).containsExactly(1);
        assertThat(bed.events.await(QueueNotice.class, n -> true).kind()).isEqualTo(QueueNotice.Kind.RESUMED);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void h14DeliversToNewClientsOfAnUpgradedCanister() {
        V1Client before = bed.openClient();
        IntStream.range(0, 30).forEach(i -> bed.canister.send(before.key(), new byte[] {(byte) i}));
        before.messages(30);

        bed.canister.upgrade();
        V1Client after = bed.client();
        after.sendOpen(bed.canister.id());

        assertThat(after.message().sequenceNumber()).isEqualTo(1);
        assertThat(bed.events.await(QueueNotice.class, n -> true).kind()).isEqualTo(QueueNotice.Kind.RESET);
        bed.canister.send(after.key(), new byte[] {42});
        assertThat(after.message().content()).containsExactly(42);
        assertThat(before.pending()).isZero();
        assertThat(before.isOpen()).isTrue();
    }

    @Test
    void h14DoesNotRepeatMessagesWhenTheQueueIsReadAgain() {
        V1Client old = bed.openClient();
        bed.canister.send(old.key(), new byte[] {1});
        assertThat(old.message().content()).containsExactly(1);
        // A second client is told it is open, but its first message is withheld until the queue is read from 0.
        bed.replica.onQuery = query -> {
            long from = org.icws.gateway.protocol.v1.CanisterArgs.decodeGetMessages(
                    query.envelope().content().arg());
            return from == 0 ? null : MockAnswers.queryReplied(emptyPage());
        };
        V1Client late = bed.client();
        late.sendOpen(bed.canister.id());

        assertThat(late.message().sequenceNumber()).isEqualTo(1);
        Await.until(
                "repeated ones noticed", () -> bed.gateway.snapshot().counters().duplicates() >= 2);
        assertThat(old.pending()).isZero();
    }

    private static byte[] emptyPage() {
        return org.icws.gateway.protocol.v1.CanisterResults.encodePage(new org.icws.gateway.protocol.v1.MessagesPage(
                List.of(), new byte[0], new byte[0], java.util.Optional.of(true)));
    }

    @Test
    void pollsOnlyWhileThereAreClients() {
        assertThat(bed.replica.queries()).isEmpty();
        V1Client one = bed.openClient();
        V1Client two = bed.openClient();
        assertThat(bed.gateway.snapshot().pollers()).hasSize(1);

        one.leave();
        Await.until("one left", () -> bed.gateway.snapshot().sessions().size() == 1);
        assertThat(bed.gateway.snapshot().pollers()).hasSize(1);
        two.leave();

        Await.until("none left", () -> bed.gateway.snapshot().pollers().isEmpty());
    }

    @Test
    void measuresThePolls() {
        bed.openClient();
        Await.until("polls", () -> bed.gateway.snapshot().pollers().get(0).polls() > 5);

        PollerSnapshot poller = bed.gateway.snapshot().pollers().get(0);
        assertThat(poller.canister()).isEqualTo(bed.canister.id());
        assertThat(poller.sampleCount()).isPositive();
        assertThat(poller.p50Nanos()).isPositive().isLessThanOrEqualTo(poller.p95Nanos());
        assertThat(poller.p99Nanos()).isLessThanOrEqualTo(poller.maxNanos());
        assertThat(poller.intervalNanos()).isEqualTo(Duration.ofMillis(10).toNanos());
    }

    @Test
    void h13GivesTheSessionsUpWhenPollingFailsForTooLong() {
        try (Testbed brief = Testbed.withLimits(l -> l.outageTimeout(Duration.ofMillis(50)))) {
            V1Client client = brief.openClient();
            brief.replica.onQuery = query -> MockAnswers.queryRejected(5, "Canister is stopped");

            assertThat(client.ended().code()).isEqualTo(1013);
            assertThat(client.ended().reason())
                    .startsWith("No messages could be fetched for 50 ms; try again later: rejected with code 5");
            Await.until("ws_close", () -> brief.canister.closed().contains(client.key()));
        }
    }

    /** The clock stands still: whatever is fetched, is fetched without a pause. */
    @ParameterizedTest
    @CsvSource({"49,1", "50,1", "51,2", "120,3"})
    void h07AsksAgainAtOnceAfterAFullPageAndOnlyThen(int count, int pages) {
        ManualTime time = new ManualTime();
        try (Testbed still = new Testbed(c -> c.clock(time).scheduler(time).pollInterval(Duration.ofSeconds(1)))) {
            V1Client client = still.client();
            client.sendOpen(still.canister.id());
            Await.until("open", () -> {
                time.advance(Duration.ofMillis(100));
                return client.pending() > 0;
            });
            client.message();
            int before = still.replica.queries().size();
            synchronized (still.canister) {
                IntStream.range(0, count).forEach(i -> still.canister.send(client.key(), new byte[] {(byte) i}));
            }

            time.advance(Duration.ofSeconds(1));
            Await.until("all fetched", () -> {
                time.advance(Duration.ZERO);
                return client.pending() == count;
            });

            Await.until("the next poll is planned", () -> still.events.all(PollCompleted.class).stream()
                    .anyMatch(p -> p.returned() > 0 && p.fromNonce() > 0 && p.endOfQueue()));
            time.advance(Duration.ZERO);
            assertThat(still.replica.queries()).hasSize(before + pages);
        }
    }

    /** The clock stands still while the message comes: the next poll by the pace would never be done. */
    @Test
    void fetchesAtOnceFromASilentCanisterThatIsSaidToHaveDoneSomething() {
        ManualTime time = new ManualTime();
        PollingPolicy policy = new PollingPolicy(Duration.ofMillis(100), Duration.ofHours(1), Duration.ZERO);
        try (Testbed still = new Testbed(c -> c.clock(time).scheduler(time).polling(policy))) {
            V1Client client = still.client();
            client.sendOpen(still.canister.id());
            Await.until("open", () -> {
                time.advance(Duration.ofMillis(100));
                return client.pending() > 0;
            });
            client.message();
            Await.until("slow", () -> {
                time.advance(Duration.ofMillis(500));
                return still.gateway.snapshot().pollers().get(0).intervalNanos() > 3_000_000_000L;
            });
            time.advance(Duration.ofSeconds(1));
            still.canister.send(client.key(), new byte[] {3});

            still.gateway.hurry(still.canister.id());
            still.gateway.hurry(Principals.canisterId(4711));

            Await.until("fetched", () -> {
                time.advance(Duration.ZERO);
                return client.pending() > 0;
            });
            assertThat(client.message().content()).containsExactly(3);
        }
    }

    @Test
    void h13GoesOnAfterPollsThatWereNotAnsweredInTime() {
        try (Testbed hasty = Testbed.withLimits(l -> l.pollTimeout(Duration.ofMillis(300)))) {
            V1Client client = hasty.openClient();
            hasty.replica.queryDelay = () -> 30_000;
            Await.until("time-outs", () -> hasty.events.all(PollFailed.class).size() >= 2);
            hasty.canister.send(client.key(), new byte[] {1});

            hasty.replica.queryDelay = () -> 0;

            assertThat(client.message().content()).containsExactly(1);
            assertThat(client.isOpen()).isTrue();
        }
    }
}
