package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** Three people talk in one room. FX thread only. */
final class CommentsScenario extends Scenario {

    /** The room. */
    static final String ROOM = "article";

    /** The reaction that one click gives. */
    static final String LIKE = "like";

    private static final int TICKS_BETWEEN = 22;
    private static final List<Map.Entry<Integer, String>> SCRIPT = List.of(
            Map.entry(0, "So the gateway cannot forge a comment?"),
            Map.entry(1, "No. Every message carries a certificate, and my browser checks it."),
            Map.entry(2, "And what I send is signed by my key before it leaves."),
            Map.entry(0, "What if the gateway just drops it?"),
            Map.entry(1, "Then a number is missing, and the connection is closed instead of papered over."),
            Map.entry(2, "I like that it says so."));

    /**
     * A comment as somebody sees it.
     *
     * @param reactions by kind
     */
    record Comment(
            long id, Principal author, String text, long postedNanos, boolean edited, Map<String, Long> reactions) {}

    private final List<TreeMap<Long, Comment>> feeds = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int changes;
    private int ticks;
    private int said;
    private long people;

    CommentsScenario(Stage stage, Executor worker, Executor fxThread) {
        super(ScenarioKind.COMMENTS, stage, worker, fxThread);
    }

    @Override
    byte[] argument() {
        return CandidEncoder.encode();
    }

    @Override
    void reset() {
        feeds.clear();
        refusals.clear();
        kind().people().forEach(p -> {
            feeds.add(new TreeMap<>());
            refusals.add("");
        });
        ticks = 0;
        said = 0;
        people = 0;
        changes++;
    }

    @Override
    void started() {
        for (int i = 0; i < seats().size(); i++) {
            send(i, CandidValue.variant("Join", CandidValue.record("room", CandidValue.text(ROOM))));
        }
    }

    @Override
    void received(Incoming message, CandidValue.Variant value) {
        CandidValue.Record fields = value.value().asRecord();
        TreeMap<Long, Comment> feed = feeds.get(message.seat());
        changes++;
        if (value.is("Room")) {
            fields.get("comments").asList().forEach(c -> put(feed, c.asRecord()));
            people = fields.get("people").asLong();
        } else if (value.is("Posted")) {
            put(feed, fields.get("comment").asRecord());
        } else if (value.is("Edited")) {
            feed.computeIfPresent(
                    fields.get("id").asLong(),
                    (id, c) -> new Comment(
                            id, c.author(), fields.get("text").asText(), c.postedNanos(), true, c.reactions()));
        } else if (value.is("Reacted")) {
            feed.computeIfPresent(
                    fields.get("id").asLong(),
                    (id, c) -> new Comment(
                            id, c.author(), c.text(), c.postedNanos(), c.edited(), reactions(fields.get("reactions"))));
        } else if (value.is("People")) {
            people = fields.get("people").asLong();
        } else if (value.is("Refused")) {
            refusals.set(message.seat(), fields.get("reason").asText());
        }
    }

    private static void put(TreeMap<Long, Comment> feed, CandidValue.Record comment) {
        long id = comment.get("id").asLong();
        feed.put(
                id,
                new Comment(
                        id,
                        comment.get("author").asPrincipal(),
                        comment.get("text").asText(),
                        comment.get("posted").asLong(),
                        comment.get("edited").asOptional().isPresent(),
                        reactions(comment.get("reactions"))));
    }

    private static Map<String, Long> reactions(CandidValue value) {
        Map<String, Long> all = new TreeMap<>();
        value.asList()
                .forEach(r -> all.put(
                        r.asRecord().get("kind").asText(),
                        r.asRecord().get("count").asLong()));
        return all;
    }

    @Override
    void tick(long nowNanos) {
        if (!byHandProperty().get() && ++ticks % TICKS_BETWEEN == 0 && said < SCRIPT.size()) {
            next();
        }
    }

    @Override
    void next() {
        Map.Entry<Integer, String> next = SCRIPT.get(said++);
        post(next.getKey(), next.getValue());
        if (said == 3 && !feeds.get(0).isEmpty()) {
            react(0, feeds.get(0).lastKey());
        }
    }

    @Override
    String whyNoStep() {
        return said < SCRIPT.size() ? super.whyNoStep() : "All lines have been said; write more below.";
    }

    /** Says something. */
    void post(int seat, String text) {
        refusals.set(seat, "");
        send(
                seat,
                CandidValue.variant(
                        "Post", CandidValue.record("room", CandidValue.text(ROOM), "text", CandidValue.text(text))));
    }

    /** Likes a comment. */
    void react(int seat, long id) {
        refusals.set(seat, "");
        send(
                seat,
                CandidValue.variant(
                        "React",
                        CandidValue.record(
                                "room",
                                CandidValue.text(ROOM),
                                "id",
                                CandidValue.nat64(id),
                                "kind",
                                CandidValue.text(LIKE),
                                "on",
                                CandidValue.bool(true))));
    }

    /** Changes an own comment. */
    void edit(int seat, long id, String text) {
        refusals.set(seat, "");
        send(
                seat,
                CandidValue.variant(
                        "Edit",
                        CandidValue.record(
                                "room",
                                CandidValue.text(ROOM),
                                "id",
                                CandidValue.nat64(id),
                                "text",
                                CandidValue.text(text))));
    }

    /** What somebody sees, oldest first. */
    List<Comment> feed(int seat) {
        return seat < feeds.size() ? List.copyOf(feeds.get(seat).values()) : List.of();
    }

    /** Why somebody's last message was not accepted; empty if it was. */
    String refusal(int seat) {
        return seat < refusals.size() ? refusals.get(seat) : "";
    }

    /** How many are in the room. */
    long people() {
        return people;
    }

    /** Grows whenever something changed. */
    int changes() {
        return changes;
    }
}
