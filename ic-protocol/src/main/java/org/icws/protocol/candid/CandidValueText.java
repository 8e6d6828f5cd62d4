package org.icws.protocol.candid;

import java.util.List;
import java.util.Optional;

/**
 * Values of known types as text that people write: Candid's textual form and JSON. What does not fit is named with its place
 * in the text and in the value. Stateless.
 */
public final class CandidValueText {

    /**
     * A text and where the parts of the value stand in it.
     *
     * @param text on several lines
     * @param spans places by {@link CandidPath}, whole value included
     */
    public record Printed(String text, java.util.Map<String, Span> spans) {

        /** Where a part of the value stands. */
        public Optional<Span> find(String path) {
            return Optional.ofNullable(spans.get(path));
        }
    }

    /** From a character to the one behind the last, counted from 0. */
    public record Span(int start, int end) {}

    private CandidValueText() {}

    /**
     * Reads one value in Candid's textual form, with or without brackets around it.
     *
     * @param type null when it is not known: then the text alone decides
     * @throws CandidSyntaxException saying where it does not fit
     */
    public static CandidValue parse(String text, CandidType type) {
        return new ValueParser(text).single(type);
    }

    /**
     * Reads values in brackets, as for the arguments of a method.
     *
     * @param types null when they are not known
     * @throws CandidSyntaxException saying where it does not fit
     */
    public static List<CandidValue> parseArguments(String text, List<CandidType> types) {
        return new ValueParser(text).arguments(types);
    }

    /** A value in Candid's textual form, one line for each field, with names and in the order of its type. */
    public static Printed print(CandidValue value, CandidType type) {
        return new ValuePrinter().print(value, type);
    }

    /**
     * Reads one value as JSON: records are objects, a variant is an object with one member or, without content, the name of
     * its case, an absent opt is null, principals are texts, blobs are hexadecimal texts after {@code 0x}, large whole
     * numbers may be texts.
     *
     * @throws CandidSyntaxException saying where it does not fit
     */
    public static CandidValue parseJson(String json, CandidType type) {
        return new JsonReader(json).read(type);
    }

    /** A value as the JSON that {@link #parseJson} reads. */
    public static String printJson(CandidValue value, CandidType type) {
        return JsonWriter.write(value, type);
    }
}
