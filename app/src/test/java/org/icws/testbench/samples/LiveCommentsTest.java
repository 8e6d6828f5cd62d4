package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icws.protocol.candid.CandidEncoder;
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
class LiveCommentsTest {
    /** What one principal may say at once. */
    private static final int BURST = 10;

    private final SampleNetwork network = new SampleNetwork(SampleCanister.LIVE_COMMENTS);

    @AfterEach
    void stop() {
        network.close();
    }

    private Talker join(String name) throws Exception {
        Talker talker = network.connect(name);
        join(talker);
        return talker;
    }

    private static CandidValue.Record join(Talker talker) throws Exception {
        talker.say("Join", "room", CandidValue.text("lobby"));
        return talker.inbox().next("Room");
    }

    private static void post(Talker talker, String text) throws Exception {
        talker.say("Post", "room", CandidValue.text("lobby"), "text", CandidValue.text(text));
    }

    private static CandidValue.Record posted(Talker talker) throws Exception {
        return talker.inbox().next("Posted").get("comment").asRecord();
    }

    private List<CandidValue> comments(long from) {
        return network.query("comments", CandidValue.text("lobby"), CandidValue.nat64(from))
                .asList();
    }

    private List<CandidValue> allComments() {
        List<CandidValue> all = new ArrayList<>(comments(0));
        all.addAll(comments(500));
        return all;
    }

    private List<Talker> group(int size) throws Exception {
        List<Talker> people = new ArrayList<>();
        for (int person = 0; person < size; person++) {
            people.add(join("person " + person));
        }
        return people;
    }

    @Test
    void threePeopleHearEachOthersCommentsEditsAndReactions() throws Exception {
        try (Talker anna = join("anna");
                Talker ben = join("ben");
                Talker cleo = join("cleo")) {
            post(anna, "hello");
            CandidValue.Record comment = null;
            for (Talker talker : List.of(anna, ben, cleo)) {
                comment = posted(talker);
                assertThat(comment.get("text").asText()).isEqualTo("hello");
                assertThat(comment.get("author").asPrincipal().toString())
                        .isEqualTo(anna.principal().toString());
            }
            CandidValue id = comment.get("id");
            CandidValue room = CandidValue.text("lobby");
            anna.say("Edit", "room", room, "id", id, "text", CandidValue.text("hello all"));
            ben.say("React", "room", room, "id", id, "kind", CandidValue.text("👍"), "on", CandidValue.bool(true));
            for (Talker talker : List.of(anna, ben, cleo)) {
                CandidValue.Variant first = talker.inbox().next().asVariant();
                while (first.is("People")) {
                    first = talker.inbox().next().asVariant();
                }
                CandidValue.Variant second = talker.inbox().next().asVariant();
                assertThat(List.of(
                                first.is("Edited") || second.is("Edited"), first.is("Reacted") || second.is("Reacted")))
                        .containsOnly(true);
            }
            ben.say("Edit", "room", room, "id", id, "text", CandidValue.text("mine"));
            assertThat(ben.refusal()).contains("only its author may edit it");
            CandidValue.Record kept = comments(0).get(0).asRecord();
            assertThat(kept.get("text").asText()).isEqualTo("hello all");
            assertThat(kept.get("reactions")
                            .asList()
                            .get(0)
                            .asRecord()
                            .get("count")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void aClientThatDisappearsIsNoLongerCounted() throws Exception {
        try (Talker anna = join("anna")) {
            Talker ben = join("ben");
            assertThat(anna.inbox().next("People").get("people").asLong()).isEqualTo(2);
            ben.close();
            assertThat(anna.inbox().next("People").get("people").asLong()).isEqualTo(1);
            assertThat(network.stat("clients")).isEqualTo(1);
        }
    }

    @Test
    void anUpgradeLosesNoneOfAThousandCommentsAndLateJoinersGetTheLastHundred() throws Exception {
        // One of the burst is the Join. They come in groups: with all of them in the room the queue would be full.
        int each = BURST - 1;
        List<Talker> people = List.of();
        try {
            for (int group = 1; group <= 11; group++) {
                people.forEach(Talker::close);
                people = group(10);
                for (int n = 0; n < each; n++) {
                    for (Talker talker : people) {
                        post(talker, "comment of " + talker.principal() + " number " + n);
                    }
                }
                int all = group * 10 * each;
                Await.until("all of them are kept", () -> allComments().size() == all);
            }
            for (int n = 0; n < 10; n++) {
                network.advance(Duration.ofSeconds(1));
                post(people.get(0), "the last ones " + n);
            }
            Await.until("1,000 are kept", () -> allComments().size() == 1_000);
            List<CandidValue> before = allComments();

            network.upgrade();

            for (Talker talker : people) {
                assertThat(talker.inbox().closed()).contains("ClosedByApplication");
            }
            assertThat(allComments()).isEqualTo(before);
        } finally {
            people.forEach(Talker::close);
        }
        try (Talker late = network.connect("late")) {
            List<CandidValue> shown = join(late).get("comments").asList();
            assertThat(shown).hasSize(100);
            assertThat(shown.get(99).asRecord().get("id").asLong()).isEqualTo(999);
            post(late, "still here");
            assertThat(posted(late).get("id").asLong()).isEqualTo(1_000);
        }
    }

    @Test
    void whoTalksTooMuchIsRefusedWithATimeAndNothingIsLost() throws Exception {
        try (Talker anna = join("anna")) {
            for (int i = 0; i < BURST + 3; i++) {
                post(anna, "comment " + i);
            }
            assertThat(anna.refusal()).contains("10 at once and 2 a second").contains("try again in");
            Await.until("all were handled", () -> network.stat("received") == BURST + 4);
            long kept = comments(0).size();
            assertThat(kept).isBetween((long) BURST - 1, (long) BURST + 2);
            assertThat(network.stat("refused")).isEqualTo(BURST + 3 - kept);
        }
    }

    @Test
    void messagesOverTheLimitsAreRefusedWithWords() throws Exception {
        try (Talker anna = join("anna")) {
            post(anna, "x".repeat(2_001));
            assertThat(anna.refusal()).contains("2001 bytes; at most 2000");
            post(anna, "x".repeat(8_300));
            assertThat(anna.refusal()).contains("at most 8192 are accepted");
            post(anna, "x".repeat(20_000));
            assertThat(anna.inbox().closed()).contains("at most 9216 are accepted");
        }
    }

    @Test
    void aWrongSequenceNumberEndsTheConnectionWithItsReason() throws Exception {
        try (Talker anna = join("anna")) {
            DirectCaller.Outcome outcome =
                    network.caller(anna.identity()).message(anna.client().key(), 99, new byte[0]);
            assertThat(outcome.reply().asVariant().value().asText())
                    .isEqualTo("Expected incoming sequence number 2 but got 99");
            assertThat(anna.inbox().closed()).contains("WrongSequenceNumber");
            assertThat(network.stat("clients")).isZero();
        }
    }

    @Test
    void onlyTheClientsOwnGatewayMayCloseIt() throws Exception {
        Ed25519Identity identity = SampleNetwork.identity();
        try (Talker anna = network.connect("anna", identity)) {
            CandidValue key = CandidValue.record(
                    "client_principal",
                    CandidValue.principal(anna.principal()),
                    "client_nonce",
                    CandidValue.nat64(anna.client().key().nonce()));
            DirectCaller.Outcome outcome = network.caller(SampleNetwork.identity())
                    .update("ws_close", CandidEncoder.encode(CandidValue.record("client_key", key)));
            assertThat(outcome.reply().asVariant().value().asText()).contains("is not registered");
            assertThat(network.stat("clients")).isEqualTo(1);
        }
    }

    @Test
    void thePageShowsTheFigures() throws Exception {
        try (Talker anna = join("anna")) {
            post(anna, "hello");
            posted(anna);
            assertThat(network.page().statusCode()).isEqualTo(200);
            assertThat(network.page().body())
                    .contains("<h1>live_comments</h1>")
                    .contains("<th>Clients</th><td>1</td>")
                    .contains("<th>Comments</th><td>1</td>");
        }
    }
}
