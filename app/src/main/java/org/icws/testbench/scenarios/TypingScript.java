package org.icws.testbench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** What three people write by themselves, stroke by stroke, all at the same time. Not thread-safe. */
final class TypingScript {

    /**
     * One stroke.
     *
     * @param behind text to put the caret behind first; null to stay where it is
     * @param delete how many characters in front of the caret go
     * @param text what is typed
     */
    record Stroke(String behind, int delete, String text) {}

    private static final int PAUSE = 12;
    private static final double STROKES_PER_TICK = 0.9;

    private final List<List<Stroke>> people = new ArrayList<>();
    private final int[] done = new int[3];
    private double owed;

    TypingScript() {
        people.add(strokes(
                "Meeting notes\n\n",
                "The gateway forwards what it is given and cannot change it: both sides sign.\n\n",
                "Decided\n",
                "Every message carries its own proof: a hash tree with the one path that leads to it, and the signature"
                        + " over its root.\n"));
        List<Stroke> ben = new ArrayList<>();
        ben.addAll(pause(30));
        ben.add(new Stroke("both sides sign.", 0, ""));
        ben.addAll(strokes(" Every client checks the certificate itself.", ""));
        ben.addAll(pause(20));
        ben.add(new Stroke("itself.", 0, ""));
        ben.addAll(strokes("\n\nOpen points\n- What hapens", ""));
        ben.add(new Stroke(null, 4, ""));
        ben.addAll(strokes(
                "pens to the queue when the canister is upgraded?\n", "- One slow client must not delay others.\n"));
        people.add(ben);
        List<Stroke> chen = new ArrayList<>();
        chen.addAll(pause(60));
        chen.add(new Stroke("Meeting notes", 0, ""));
        chen.addAll(strokes(", Thursday", ""));
        chen.addAll(pause(50));
        chen.add(new Stroke("delay others.", 0, ""));
        chen.addAll(strokes("\n- Acks every minute are enough for a text.", ""));
        people.add(chen);
    }

    private static List<Stroke> strokes(String... texts) {
        List<Stroke> all = new ArrayList<>();
        for (String text : texts) {
            text.codePoints().forEach(c -> all.add(new Stroke(null, 0, Character.toString(c))));
            all.addAll(pause(PAUSE));
        }
        return all;
    }

    private static List<Stroke> pause(int strokes) {
        List<Stroke> all = new ArrayList<>();
        for (int i = 0; i < strokes; i++) {
            all.add(new Stroke(null, 0, ""));
        }
        return all;
    }

    void restart() {
        java.util.Arrays.fill(done, 0);
        owed = 0;
    }

    /**
     * The strokes of a tick.
     *
     * @param typist makes a stroke; false if it has to wait because the text it goes behind is not there yet
     */
    void play(double speed, BiPredicate<Integer, Stroke> typist) {
        owed += STROKES_PER_TICK * speed;
        for (; owed >= 1; owed--) {
            stroke(typist);
        }
    }

    /**
     * The next stroke that changes something, of everybody whose turn it is then.
     *
     * @return false if there is none left, or if all wait for a text that is not there yet
     */
    boolean step(BiPredicate<Integer, Stroke> typist) {
        boolean moved = true;
        while (moved) {
            int before = IntStream.of(done).sum();
            if (stroke(typist)) {
                return true;
            }
            moved = IntStream.of(done).sum() > before;
        }
        return false;
    }

    /** Whether a stroke changed something; pauses pass as well. */
    private boolean stroke(BiPredicate<Integer, Stroke> typist) {
        boolean typed = false;
        for (int i = 0; i < people.size(); i++) {
            if (done[i] < people.get(i).size()) {
                Stroke stroke = people.get(i).get(done[i]);
                boolean pause = stroke.delete() == 0 && stroke.text().isEmpty();
                if (pause && stroke.behind() == null) {
                    done[i]++;
                } else if (typist.test(i, stroke)) {
                    done[i]++;
                    typed |= !pause;
                }
            }
        }
        return typed;
    }
}
