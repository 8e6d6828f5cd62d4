package org.icws.replica.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.icws.replica.Delay;
import org.icws.replica.LatencyProfile;

/** Latency profiles as JSON; what is written can be read again. Stateless. */
final class LatencyJson {
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final List<String> FIELDS = List.of("fixed_ms", "min_ms", "max_ms", "median_ms", "sigma");

    private LatencyJson() {}

    static LatencyProfile read(JsonNode body) {
        if (!body.has("profile")) {
            return new LatencyProfile(
                    delay(body.path("update")),
                    delay(body.path("query")),
                    body.path("seed").asLong());
        }
        String profile = JsonFields.text(body, "profile");
        return switch (profile) {
            case "none" -> LatencyProfile.NONE;
            case "mainnet-like" -> LatencyProfile.MAINNET_LIKE;
            default ->
                throw new IllegalArgumentException(
                        "There is no latency profile '" + profile + "'; there are none and mainnet-like");
        };
    }

    private static Delay delay(JsonNode node) {
        if (node.isMissingNode()) {
            return Delay.NONE;
        }
        JsonFields.require(node, FIELDS);
        if (node.has("fixed_ms")) {
            return new Delay.Fixed(JsonFields.upToADay(node, "fixed_ms"));
        }
        if (node.has("median_ms")) {
            return new Delay.LogNormal(
                    JsonFields.upToADay(node, "median_ms"),
                    node.path("sigma").asDouble(),
                    JsonFields.upToADay(node, "max_ms"));
        }
        if (node.has("min_ms")) {
            return new Delay.Uniform(JsonFields.upToADay(node, "min_ms"), JsonFields.upToADay(node, "max_ms"));
        }
        throw new IllegalArgumentException(
                "A delay has fixed_ms, or min_ms and max_ms, or median_ms, sigma and max_ms");
    }

    static ObjectNode write(LatencyProfile profile) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("update", write(profile.update()));
        node.set("query", write(profile.query()));
        return node.put("seed", profile.seed());
    }

    private static ObjectNode write(Delay delay) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (delay instanceof Delay.Fixed fixed) {
            return node.put("fixed_ms", millis(fixed.duration()));
        }
        if (delay instanceof Delay.Uniform range) {
            return node.put("min_ms", millis(range.min())).put("max_ms", millis(range.max()));
        }
        Delay.LogNormal spread = (Delay.LogNormal) delay;
        return node.put("median_ms", millis(spread.median()))
                .put("sigma", spread.sigma())
                .put("max_ms", millis(spread.max()));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
