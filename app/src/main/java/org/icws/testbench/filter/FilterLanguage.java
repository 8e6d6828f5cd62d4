package org.icws.testbench.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What can be asked of rows of one kind. Words without {@code ~} have to occur anywhere in a row. Built once, then
 * immutable in use and thread-safe.
 *
 * @param <T> what is filtered
 */
public final class FilterLanguage<T> {

    /** Something to look for, upper and lower case alike; much quicker than a regular expression. */
    public record Words(String text) {

        /** Whether it occurs in a text. */
        public boolean in(String where) {
            if (text.isEmpty()) {
                return true;
            }
            char low = Character.toLowerCase(text.charAt(0));
            char high = Character.toUpperCase(low);
            // The machine looks for one character in many at once, but not for one of two.
            int nextLow = where.indexOf(low);
            int nextHigh = low == high ? -1 : where.indexOf(high);
            while (nextLow >= 0 || nextHigh >= 0) {
                boolean isLow = nextHigh < 0 || nextLow >= 0 && nextLow < nextHigh;
                int at = isLow ? nextLow : nextHigh;
                if (where.regionMatches(true, at, text, 0, text.length())) {
                    return true;
                }
                if (isLow) {
                    nextLow = where.indexOf(low, at + 1);
                } else {
                    nextHigh = where.indexOf(high, at + 1);
                }
            }
            return false;
        }
    }

    /** A term for the help: {@code ~seq 7}, and what it means. */
    public record Term(String name, String example, String meaning, List<String> values) {}

    /** Makes a condition of what stands behind a name. */
    @FunctionalInterface
    interface Maker<T> {
        Predicate<T> make(String value, int position);
    }

    private final Map<String, Maker<T>> makers = new LinkedHashMap<>();
    private final Map<String, Boolean> takesValue = new LinkedHashMap<>();
    private final List<Term> terms = new ArrayList<>();
    private final BiPredicate<T, Words> everything;

    /** @param everything whether a row has a word anywhere */
    public FilterLanguage(BiPredicate<T, Words> everything) {
        this.everything = everything;
    }

    /** A term whose value is a regular expression, upper and lower case alike. */
    public FilterLanguage<T> text(String name, String example, String meaning, Function<T, String> read) {
        return add(name, example, meaning, List.of(), true, (value, position) -> {
            Predicate<String> wanted = wanted(value, position);
            return row -> {
                String text = read.apply(row);
                return text != null && wanted.test(text);
            };
        });
    }

    /** A term whose value is one of a few words; the beginning of one is enough. */
    public FilterLanguage<T> choice(
            String name, String example, String meaning, Map<String, ? extends Predicate<T>> choices) {
        List<String> words = List.copyOf(choices.keySet());
        return add(name, example, meaning, words, true, (value, position) -> {
            String wanted = value.toLowerCase(Locale.ROOT);
            for (String word : words) {
                if (word.startsWith(wanted)) {
                    return choices.get(word)::test;
                }
            }
            throw new FilterException("~" + name + " is one of " + String.join(", ", words), position);
        });
    }

    /** A term whose value is a number, {@code >5}, {@code <5} or {@code 5..9}; rows without one never match. */
    public FilterLanguage<T> number(
            String name, String example, String meaning, double unit, ToLongFunction<T> read, long none) {
        return add(name, example, meaning, List.of(), true, (value, position) -> {
            NumberRange range = NumberRange.parse(value, unit, position);
            return row -> {
                long number = read.applyAsLong(row);
                return number != none && range.contains(number);
            };
        });
    }

    /** A term without a value. */
    public FilterLanguage<T> flag(String name, String meaning, Predicate<T> holds) {
        return add(name, "~" + name, meaning, List.of(), false, (value, position) -> holds);
    }

    /** A term that makes its condition itself. */
    public FilterLanguage<T> term(
            String name,
            String example,
            String meaning,
            java.util.function.BiFunction<String, Integer, Predicate<T>> m) {
        return add(name, example, meaning, List.of(), true, m::apply);
    }

    private FilterLanguage<T> add(
            String name, String example, String meaning, List<String> values, boolean value, Maker<T> maker) {
        makers.put(name, maker);
        takesValue.put(name, value);
        terms.add(new Term(name, example, meaning, values));
        return this;
    }

    /** All terms, for help and suggestions. */
    public List<Term> terms() {
        return List.copyOf(terms);
    }

    /**
     * The condition an expression stands for.
     *
     * @throws FilterException if it means nothing
     */
    public Predicate<T> parse(String expression) {
        return new FilterParser<>(this, expression).parse();
    }

    boolean knows(String name) {
        return makers.containsKey(name);
    }

    boolean takesValue(String name) {
        return takesValue.get(name);
    }

    Predicate<T> make(String name, String value, int position) {
        return makers.get(name).make(value, position);
    }

    Predicate<T> words(String value) {
        Words wanted = new Words(value);
        return row -> everything.test(row, wanted);
    }

    /** The name that was probably meant, for the error. */
    String nearest(String name) {
        return makers.keySet().stream()
                .filter(known -> known.startsWith(name) || name.startsWith(known))
                .findFirst()
                .map(known -> "; did you mean ~" + known + "?")
                .orElse("; there are "
                        + String.join(
                                " ", makers.keySet().stream().map(k -> "~" + k).toList()));
    }

    /** Most of what is typed is a plain word, which needs no pattern to be found. */
    private static Predicate<String> wanted(String value, int position) {
        if (value.chars()
                .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || " _-,:;'/@#%&=<>~!".indexOf(c) >= 0))) {
            return new Words(value)::in;
        }
        Pattern pattern = pattern(value, position);
        return text -> pattern.matcher(text).find();
    }

    /**
     * A regular expression as terms take it, upper and lower case alike.
     *
     * @throws FilterException if it is none
     */
    public static Pattern pattern(String value, int position) {
        try {
            return Pattern.compile(value, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw new FilterException(
                    "not a regular expression: " + e.getDescription().toLowerCase(Locale.ROOT),
                    position + Math.max(0, e.getIndex()));
        }
    }
}
