package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.sample.SampleCanister;
import org.icws.testbench.Await;
import org.icws.testbench.BesideTheWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BesideTheWindow
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SharedDocumentTest {
    private final SampleNetwork network = new SampleNetwork(SampleCanister.SHARED_DOCUMENT);

    @AfterEach
    void stop() {
        network.close();
    }

    private SharedText join(String name) throws Exception {
        return SharedText.load(network.connect(name));
    }

    private String documentOfTheCanister() {
        return network.query("document").asRecord().get("text").asText();
    }

    @Test
    void threeWritersEditingAtTheSameTimeConverge() throws Exception {
        try (SharedText anna = join("anna");
                SharedText ben = join("ben");
                SharedText cleo = join("cleo")) {
            List<SharedText> writers = List.of(anna, ben, cleo);
            Random random = new Random(42);
            for (int round = 0; round < 30; round++) {
                for (SharedText writer : writers) {
                    // On the version it has heard of, which is behind that of the others.
                    writer.insert(
                            random.nextInt(writer.length() + 1), writer.name().substring(0, 2) + "ü");
                    if (writer.length() > 5 && random.nextInt(3) == 0) {
                        writer.delete(random.nextInt(writer.length() - 3), 3);
                    }
                }
                for (SharedText writer : writers) {
                    writer.hearOwn();
                }
            }
            long version = network.query("document").asRecord().get("version").asLong();
            for (SharedText writer : writers) {
                writer.hearUntil(version);
                assertThat(writer.text()).isEqualTo(documentOfTheCanister());
            }
            assertThat(version).isGreaterThan(90);
        }
    }

    @Test
    void peopleSeeEachOtherComeMoveAndGo() throws Exception {
        try (SharedText anna = join("anna")) {
            anna.insert(0, "hello");
            anna.hearOwn();
            SharedText ben = join("ben");
            assertThat(ben.text()).isEqualTo("hello");
            assertThat(who(anna.inbox().next("Joined")))
                    .isEqualTo(ben.principal().toString());
            ben.cursor(4);
            CandidValue.Record moved = anna.inbox().next("Moved").get("person").asRecord();
            assertThat(moved.get("cursor").asLong()).isEqualTo(4);
            anna.insert(0, "oh, ");
            anna.hearOwn();
            try (SharedText cleo = join("cleo")) {
                assertThat(cleo.cursorOf(ben.principal())).isEqualTo(8);
            }
            ben.close();
            assertThat(anna.inbox().next("Left").get("who").asPrincipal()).isNotNull();
            Await.until("the canister has forgotten those who left", () -> network.stat("clients") == 1);
        }
    }

    private static String who(CandidValue.Record joined) {
        return joined.get("person").asRecord().get("who").asPrincipal().toString();
    }

    @Test
    void anUpgradeLosesNothingOfALongTextAndTellsTheClientsToReconnect() throws Exception {
        Ed25519Identity identity = SampleNetwork.identity();
        String page = "0123456789abcde\n".repeat(1_280);
        try (SharedText anna = SharedText.load(network.connect("anna", identity));
                SharedText ben = join("ben");
                SharedText cleo = join("cleo")) {
            for (int i = 0; i < 10; i++) {
                anna.insert(anna.length(), page);
                anna.hearOwn();
            }
            ben.hearUntil(10);
            ben.insert(0, "last words ");
            ben.hearOwn();
            network.upgrade();
            for (SharedText writer : List.of(anna, ben, cleo)) {
                assertThat(writer.inbox().closed()).contains("ClosedByApplication");
            }
        }
        String expected = "last words " + page.repeat(10);
        assertThat(expected.length()).isGreaterThan(200 * 1_024);
        assertThat(documentOfTheCanister()).isEqualTo(expected);
        try (SharedText anna = SharedText.load(network.connect("anna again", identity))) {
            assertThat(anna.text()).isEqualTo(expected);
            anna.insert(0, "new ");
            anna.hearOwn();
            assertThat(documentOfTheCanister()).startsWith("new last words ");
        }
    }

    @Test
    void anEditOfAVersionThatDoesNotExistIsRefusedWithWordsAndTheClientGoesOn() throws Exception {
        try (SharedText anna = join("anna")) {
            anna.talker().say("Edit", "base", CandidValue.nat64(7), "operation", CandidValue.vec(List.of()));
            assertThat(anna.talker().refusal()).contains("no version 7 yet").contains("Reload");
            anna.talker().send(new byte[] {1, 2, 3});
            assertThat(anna.talker().refusal()).contains("no AppMessage");
            anna.insert(0, "fine");
            anna.hearOwn();
            assertThat(anna.text()).isEqualTo("fine");
            assertThat(network.stat("refused")).isEqualTo(2);
        }
    }

    @Test
    void aFullQueueRefusesWithWordsAndEmptiesItselfAgain() throws Exception {
        String page = "0123456789abcde\n".repeat(1_920);
        List<SharedText> readers = new ArrayList<>();
        try (SharedText anna = join("anna")) {
            for (int i = 0; i < 8; i++) {
                anna.insert(0, page);
                anna.hearOwn();
            }
            for (int i = 0; i < 8; i++) {
                readers.add(join("reader " + i));
            }
            // Each answer holds 240 KB, and 64 MiB may wait.
            for (int i = 0; i < 36; i++) {
                for (SharedText reader : readers) {
                    reader.talker().send(CandidValue.variant("Reload"));
                }
            }
            assertThat(readers.get(7).talker().refusal()).contains("bytes wait for their gateways; try later");
            Await.until("all were handled", () -> network.stat("received") == 8 + 8 * 36);
            assertThat(documentOfTheCanister()).hasSize(8 * page.length());
            network.advance(java.time.Duration.ofSeconds(75));
            Await.until("what is old was deleted", () -> network.deleted() > 250);
            assertThat(network.stats().get("queues").asOptional().orElseThrow().asList())
                    .isNotEmpty()
                    .allSatisfy(queue ->
                            assertThat(queue.asRecord().get("bytes").asLong()).isLessThan(1 << 20));
        } finally {
            readers.forEach(SharedText::close);
        }
    }
}
