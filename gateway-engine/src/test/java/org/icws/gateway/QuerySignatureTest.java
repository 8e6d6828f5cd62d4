package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.event.GatewayEvent.NetworkNotice;
import org.icws.gateway.event.GatewayEvent.PollFailed;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.MockCanister;
import org.icws.gateway.fixture.MockReplica;
import org.icws.gateway.fixture.ShiftedClock;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.protocol.crypto.Ed25519Identity;
import org.junit.jupiter.api.Test;

/** The nodes' signatures under the answers to polls. */
class QuerySignatureTest {
    private static final byte[] ROOT_KEY = new Certificates(new byte[32]).rootKey();

    private static Testbed signing(TrustPolicy trust) {
        Testbed bed = new Testbed(c -> c.trust(trust).rootKey(new RootKeyPolicy.Configured(ROOT_KEY)));
        bed.replica.signsQueries = true;
        return bed;
    }

    @Test
    void relaysAnswersTheSubnetsNodesHaveSignedAndAsksForTheirKeysOnce() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            V1Client client = bed.openClient();
            for (int i = 0; i < 10; i++) {
                bed.canister.send(client.key(), new byte[] {(byte) i});
                assertThat(client.message().content()).containsExactly(i);
            }

            assertThat(subnetReads(bed)).isEqualTo(1);
            assertThat(bed.events.all(PollFailed.class)).isEmpty();
        }
    }

    private static long subnetReads(Testbed bed) {
        return bed.replica.reads().stream()
                .filter(r -> r.envelope().content().paths().get(0).size() == 1)
                .count();
    }

    @Test
    void relaysNothingOfAnAnswerItsSignatureDoesNotFit() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            V1Client client = bed.openClient();
            bed.replica.onQuery = query -> bed.replica.signed(
                    query,
                    replyOf(bed.canister, query),
                    "something else".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            bed.canister.send(client.key(), new byte[] {1});

            PollFailed failed = bed.events.await(PollFailed.class, f -> true);

            assertThat(failed.what())
                    .startsWith("the answer to a query does not verify: the signature of node ")
                    .endsWith(" does not fit the answer");
            assertThat(client.pending()).isZero();
            assertThat(client.isOpen()).isTrue();
            bed.replica.onQuery = query -> null;
            assertThat(client.message().content()).containsExactly(1);
        }
    }

    private static byte[] replyOf(MockCanister canister, MockReplica.Received query) {
        return canister.answer(query.envelope().content());
    }

    @Test
    void relaysABadAnswerAndReportsItWhereThePolicyOnlyObserves() {
        try (Testbed bed = signing(TrustPolicy.OBSERVE_ALL)) {
            bed.replica.node = Ed25519Identity.fromSeed(seed(9));

            V1Client client = bed.openClient();

            NetworkNotice notice = bed.events.await(NetworkNotice.class, n -> true);
            assertThat(notice.kind()).isEqualTo(NetworkNotice.Kind.UNTRUSTED_ANSWER);
            assertThat(notice.detail()).contains("is not a node of the canister's subnet");
            assertThat(notice.canister()).isEqualTo(bed.canister.id());
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void checksNoneOfMoreSignaturesThanASubnetHasNodes() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            bed.replica.signatureTimes = 5_000;
            bed.client().sendOpen(bed.canister.id());

            assertThat(bed.events.await(PollFailed.class, f -> true).what())
                    .contains("the answer carries 5000 signatures");
        }
    }

    @Test
    void refusesASignatureOfAnotherNode() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            bed.replica.node = Ed25519Identity.fromSeed(seed(9));
            bed.client().sendOpen(bed.canister.id());

            assertThat(bed.events.await(PollFailed.class, f -> true).what())
                    .contains("is not a node of the canister's subnet");
        }
    }

    @Test
    void refusesAnAnswerSignedTooLongAgo() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            bed.replica.nodeClockOffset = -TimeUnit.MINUTES.toNanos(6);
            bed.client().sendOpen(bed.canister.id());

            assertThat(bed.events.await(PollFailed.class, f -> true).what()).contains("the answer was signed 36");
        }
    }

    @Test
    void refusesAnAnswerWithoutSignatureWhereTheRootKeyIsKnownForSure() {
        try (Testbed bed = signing(TrustPolicy.DEFAULT)) {
            bed.replica.signsQueries = false;
            bed.client().sendOpen(bed.canister.id());

            assertThat(bed.events.await(PollFailed.class, f -> true).what())
                    .endsWith("the answer carries no node's signature");
        }
    }

    @Test
    void refusesKeysThatAreNotCertifiedUnderTheRootKey() {
        Testbed bed = new Testbed(c -> c.rootKey(new RootKeyPolicy.Configured(new Certificates(seed(5)).rootKey())));
        try (bed) {
            bed.replica.signsQueries = true;
            // The result of ws_open would not verify either and end the session before a poll is answered.
            bed.replica.callDelay = () -> TimeUnit.MINUTES.toMillis(1);
            bed.client().sendOpen(bed.canister.id());

            assertThat(bed.events.await(PollFailed.class, f -> true).what())
                    .contains("the keys of the network's nodes could not be learnt")
                    .contains("signature");
            assertThat(bed.replica.statusRequests()).isZero();
        }
    }

    @Test
    void asksAgainForTheKeysOfANodeThatJoinedLater() {
        ShiftedClock clock = new ShiftedClock();
        try (Testbed bed = new Testbed(c -> c.clock(clock).rootKey(new RootKeyPolicy.Configured(ROOT_KEY)))) {
            bed.replica.signsQueries = true;
            V1Client client = bed.openClient();

            bed.replica.node = Ed25519Identity.fromSeed(seed(9));
            bed.replica.certifiedNode = bed.replica.node;
            bed.events.await(PollFailed.class, f -> f.what().contains("is not a node"));
            clock.advance(Duration.ofSeconds(11));
            bed.canister.send(client.key(), new byte[] {7});

            assertThat(client.message().content()).containsExactly(7);
        }
    }

    @Test
    void asksForTheKeysAnewAfterFiveMinutes() {
        ShiftedClock clock = new ShiftedClock();
        try (Testbed bed = new Testbed(c -> c.clock(clock).rootKey(new RootKeyPolicy.Configured(ROOT_KEY)))) {
            bed.replica.signsQueries = true;
            bed.openClient();
            assertThat(subnetReads(bed)).isEqualTo(1);

            clock.advance(Duration.ofMinutes(5));

            Await.until("asked again", () -> subnetReads(bed) == 2);
        }
    }

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }
}
