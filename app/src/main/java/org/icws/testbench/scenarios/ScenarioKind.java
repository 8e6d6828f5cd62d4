package org.icws.testbench.scenarios;

import java.util.List;

/** The scenarios. */
public enum ScenarioKind {
    DOCUMENT(
            "Shared document",
            "Three people write in one text that lives in a canister",
            "Everybody types at once. The canister puts the edits in an order and carries each over the others, so that all"
                    + " copies become equal, cursors included.",
            "fth-file-text",
            "shared_document",
            List.of("Ada", "Ben", "Chen")),
    RATES(
            "Exchange rates",
            "One canister sends, many clients read",
            "A ticker of simulated rates: each tick is made and certified by the canister, polled once by the gateway and"
                    + " verified by four readers.",
            "fth-trending-up",
            "exchange_rates",
            List.of("Reader 1", "Reader 2", "Reader 3", "Reader 4")),
    COMMENTS(
            "Live comments",
            "Three people talk under an article",
            "Posts, edits and reactions in a room. Who said something is proven by the signature of the request.",
            "fth-message-circle",
            "live_comments",
            List.of("Ada", "Ben", "Chen")),
    PING_PONG(
            "Ping pong, both protocols",
            "The same conversation over v1 and over the proof of concept's protocol",
            "Two canisters, two protocols, one gateway: every ping is answered, and both ways are timed.",
            "fth-repeat",
            "ping_pong",
            List.of("v1", "Proof of concept"));

    private final String title;
    private final String subtitle;
    private final String story;
    private final String icon;
    private final String sample;
    private final List<String> people;

    ScenarioKind(String title, String subtitle, String story, String icon, String sample, List<String> people) {
        this.title = title;
        this.subtitle = subtitle;
        this.story = story;
        this.icon = icon;
        this.sample = sample;
        this.people = people;
    }

    public String title() {
        return title;
    }

    public String subtitle() {
        return subtitle;
    }

    /** What happens, in two sentences. */
    public String story() {
        return story;
    }

    public String icon() {
        return icon;
    }

    /** The name of the sample canister. */
    public String sample() {
        return sample;
    }

    /** Who takes part. */
    public List<String> people() {
        return people;
    }
}
