package org.icws.replica.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.icws.replica.Delay;

/** Reads the fields of a body, and says of each that is not right what it must be. Stateless. */
final class JsonFields {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private JsonFields() {}

    /** A field that is misspelt would otherwise be left out of account without a word. */
    static void require(JsonNode body, List<String> known) {
        if (!body.isObject()) {
            throw new IllegalArgumentException("The body must be a JSON object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There is no field \"" + name + "\" here; known are " + known);
            }
        });
    }

    static Duration millis(JsonNode body, String field) {
        if (!body.path(field).isNumber()) {
            throw new IllegalArgumentException("The field \"" + field + "\" must be a number of milliseconds");
        }
        return Duration.ofNanos((long) (body.path(field).asDouble() * NANOS_PER_MILLI));
    }

    /** Longer ones are mistakes, and would not be over before the test is. */
    static Duration upToADay(JsonNode body, String field) {
        Duration duration = millis(body, field);
        if (duration.compareTo(Delay.LONGEST) > 0) {
            throw new IllegalArgumentException("The field \"" + field + "\" must not be more than a day");
        }
        return duration;
    }

    static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new IllegalArgumentException("The field \"" + field + "\" must be a text that is not empty");
        }
        return value.asText();
    }

    static String text(JsonNode body, String field, String otherwise) {
        return body.has(field) ? text(body, field) : otherwise;
    }

    static boolean flag(JsonNode body, String field, boolean otherwise) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("The field \"" + field + "\" must be true or false");
        }
        return value.asBoolean(otherwise);
    }
}
