package org.icws.testbench.control;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where two values differ. Hexadecimal digits are compared byte by byte, everything else character by character; what both
 * begin and end with is left out first, so that one more character does not make all that follows differ.
 *
 * @param expected the one value in parts, in their order
 * @param actual the other one
 * @param hex whether both are hexadecimal digits, two for each byte
 * @param first position of the first byte or character that differs, from 1; 0 if none does
 * @param different how many bytes or characters of the longer part differ
 */
public record Difference(List<Run> expected, List<Run> actual, boolean hex, int first, int different) {

    /** Characters that follow each other and are all the same as in the other value, or all not. */
    public record Run(String text, boolean differs) {}

    private static final Pattern BYTES = Pattern.compile("(?:[0-9a-fA-F]{2}){4,}");

    public Difference {
        expected = List.copyOf(expected);
        actual = List.copyOf(actual);
    }

    /** Compares two values. */
    public static Difference of(String expected, String actual) {
        boolean hex = BYTES.matcher(expected).matches() && BYTES.matcher(actual).matches();
        int[] a = units(expected, hex);
        int[] b = units(actual, hex);
        int shorter = Math.min(a.length, b.length);
        int head = 0;
        while (head < shorter && a[head] == b[head]) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && a[a.length - 1 - tail] == b[b.length - 1 - tail]) {
            tail++;
        }
        boolean[] left = new boolean[a.length];
        boolean[] right = new boolean[b.length];
        int different = 0;
        boolean inPlace = a.length == b.length;
        for (int i = head; i < Math.max(a.length, b.length) - tail; i++) {
            boolean inA = i < a.length - tail;
            boolean inB = i < b.length - tail;
            if (inPlace && a[i] == b[i]) {
                continue;
            }
            different++;
            if (inA) {
                left[i] = true;
            }
            if (inB) {
                right[i] = true;
            }
        }
        return new Difference(runs(a, left, hex), runs(b, right, hex), hex, different == 0 ? 0 : head + 1, different);
    }

    /** Code points, or bytes. */
    private static int[] units(String value, boolean hex) {
        if (!hex) {
            return value.codePoints().toArray();
        }
        int[] bytes = new int[value.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Integer.parseInt(value.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    private static List<Run> runs(int[] units, boolean[] differs, boolean hex) {
        List<Run> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        boolean marked = false;
        for (int i = 0; i < units.length; i++) {
            if (differs[i] != marked && run.length() > 0) {
                runs.add(new Run(run.toString(), marked));
                run.setLength(0);
            }
            marked = differs[i];
            if (hex) {
                run.append(String.format("%02x", units[i]));
            } else {
                run.appendCodePoint(units[i]);
            }
        }
        if (run.length() > 0) {
            runs.add(new Run(run.toString(), marked));
        }
        return runs;
    }

    /** The finding in words: "differs from character 17, in 3 characters". */
    public String words() {
        if (first == 0) {
            return "both are equal";
        }
        String unit = hex ? "byte" : "character";
        return "differs from " + unit + " " + first
                + (different == 1 ? ", in one " + unit : ", in " + different + " " + unit + "s");
    }
}
