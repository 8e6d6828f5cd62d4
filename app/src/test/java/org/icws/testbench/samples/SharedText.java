package org.icws.testbench.samples;

import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;

/** A client's copy of the shared document: it applies what the canister tells, in that order. Positions are code points. */
final class SharedText implements AutoCloseable {
    private final Talker talker;
    private final List<CandidValue> people;
    private String text;
    private long version;
    private int own;

    private SharedText(Talker talker, CandidValue.Record document) {
        this.talker = talker;
        this.people = document.get("people").asList();
        this.text = document.get("text").asText();
        this.version = document.get("version").asLong();
    }

    /** Waits for the document. */
    static SharedText load(Talker talker) throws InterruptedException {
        return new SharedText(talker, talker.inbox().must("Document"));
    }

    Talker talker() {
        return talker;
    }

    Inbox inbox() {
        return talker.inbox();
    }

    String name() {
        return talker.client().name();
    }

    Principal principal() {
        return talker.principal();
    }

    String text() {
        return text;
    }

    int length() {
        return text.codePointCount(0, text.length());
    }

    /** Where somebody's cursor was when the document came. */
    long cursorOf(Principal who) {
        return people.stream()
                .map(CandidValue::asRecord)
                .filter(person -> person.get("who").asPrincipal().toString().equals(who.toString()))
                .findFirst()
                .orElseThrow()
                .get("cursor")
                .asLong();
    }

    void insert(int at, String inserted) throws Exception {
        edit(CandidValue.variant("Insert", CandidValue.text(inserted)), at);
    }

    void delete(int at, int count) throws Exception {
        edit(CandidValue.variant("Delete", CandidValue.nat32(count)), at);
    }

    private void edit(CandidValue change, int at) throws Exception {
        List<CandidValue> operation = List.of(CandidValue.variant("Retain", CandidValue.nat32(at)), change);
        talker.say("Edit", "base", CandidValue.nat64(version), "operation", CandidValue.vec(operation));
        own++;
    }

    void cursor(int at) throws Exception {
        talker.say("Cursor", "base", CandidValue.nat64(version), "at", CandidValue.nat32(at));
    }

    /** Applies what it hears until all its own edits were among it. */
    void hearOwn() throws InterruptedException {
        while (own > 0) {
            hear();
        }
    }

    void hearUntil(long wanted) throws InterruptedException {
        while (version < wanted) {
            hear();
        }
    }

    private void hear() throws InterruptedException {
        CandidValue.Record applied = inbox().next("Applied");
        long next = applied.get("version").asLong();
        if (next != version + 1) {
            throw new AssertionError("version " + next + " after " + version);
        }
        version = next;
        text = apply(applied.get("operation").asList(), text);
        if (applied.get("author").asPrincipal().toString().equals(principal().toString())) {
            own--;
        }
    }

    static String apply(List<CandidValue> operation, String text) {
        int[] points = text.codePoints().toArray();
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (CandidValue component : operation) {
            CandidValue.Variant part = component.asVariant();
            if (part.is("Insert")) {
                parts.add(part.value().asText());
            } else if (part.is("Delete")) {
                at += (int) part.value().asLong();
            } else {
                int count = (int) part.value().asLong();
                parts.add(new String(points, at, count));
                at += count;
            }
        }
        parts.add(new String(points, at, points.length - at));
        return String.join("", parts);
    }

    @Override
    public void close() {
        talker.close();
    }
}
