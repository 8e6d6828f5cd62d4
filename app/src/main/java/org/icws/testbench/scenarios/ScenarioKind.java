package org.icws.testbench.scenarios;

import java.util.List;
import org.icws.sample.SampleCanister;

/** The scenarios. */
public enum ScenarioKind {
    DOCUMENT(
            "Shared document",
            "Three people write in one text that lives in a canister",
            "Everybody types at once. The canister puts the edits in an order and carries each over the others, so that all"
                    + " copies become equal, cursors included.",
            "fth-file-text",
            "shared_document",
            "edits",
            "the edits of all",
            List.of("Ada", "Ben", "Chen")),
    RATES(
            "Exchange rates",
            "One canister sends, many clients read",
            "A ticker of simulated rates: each tick is made and certified by the canister, polled once by the gateway and"
                    + " verified by four readers.",
            "fth-trending-up",
            "exchange_rates",
            "subscribe",
            "ticks",
            List.of("Reader 1", "Reader 2", "Reader 3", "Reader 4")),
    COMMENTS(
            "Live comments",
            "Three people talk under an article",
            "Posts, edits and reactions in a room. Who said something is proven by the signature of the request.",
            "fth-message-circle",
            "live_comments",
            "posts, reactions",
            "those of all",
            List.of("Ada", "Ben", "Chen")),
    PING_PONG(
            "Ping pong, both protocols",
            "The same conversation over v1 and over the proof of concept's protocol",
            "Two canisters, two protocols, one gateway: every ping is answered, and both ways are timed.",
            "fth-repeat",
            "ping_pong",
            "ping",
            "pong",
            List.of("v1", "Proof of concept"));

    private static final String POC_SAMPLE = SampleCanister.POC_PING_PONG.canisterName();

    private final String title;
    private final String subtitle;
    private final String story;
    private final String icon;
    private final String sample;
    private final String says;
    private final String hears;
    private final List<String> people;

    ScenarioKind(
            String title,
            String subtitle,
            String story,
            String icon,
            String sample,
            String says,
            String hears,
            List<String> people) {
        this.title = title;
        this.subtitle = subtitle;
        this.story = story;
        this.icon = icon;
        this.sample = sample;
        this.says = says;
        this.hears = hears;
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

    /** What those who take part send. */
    String says() {
        return says;
    }

    /** What they get. */
    String hears() {
        return hears;
    }

    /** The names of the canisters that they talk to. */
    List<String> canisters() {
        return this == PING_PONG ? List.of(sample, POC_SAMPLE) : List.of(sample);
    }

    /** Who takes part. */
    public List<String> people() {
        return people;
    }
}
