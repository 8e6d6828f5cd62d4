package org.icws.testbench.palette;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.icws.testbench.keys.KeyAction;

/** Finds the actions that fit what is typed, best group first. FX thread only. */
public final class PaletteViewModel {

    /** Actions that fit, with the heading they stand under. */
    public record Group(String name, List<KeyAction> actions) {}

    private record Hit(KeyAction action, int score) {}

    private static final int NO = Integer.MIN_VALUE;
    private static final int WORD_START = 30;
    private static final int INSIDE = 12;
    private static final int SCATTERED = 2;

    private final Supplier<List<KeyAction>> all;
    private final Function<String, List<KeyAction>> answers;
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ReadOnlyObjectWrapper<List<Group>> groups = new ReadOnlyObjectWrapper<>(this, "groups", List.of());
    private final IntegerProperty chosen = new SimpleIntegerProperty(this, "chosen");
    private String only = "";

    /**
     * @param all every action
     * @param answers actions that exist only for a text
     */
    public PaletteViewModel(Supplier<List<KeyAction>> all, Function<String, List<KeyAction>> answers) {
        this.all = all;
        this.answers = answers;
        query.addListener(o -> search());
    }

    /** Begins anew with nothing typed. */
    public void open() {
        only = "";
        query.set("");
        search();
    }

    /** Stays within the group of the chosen action, or leaves it again. */
    public void toggleGroup() {
        KeyAction now = chosenAction();
        only = only.isEmpty() && now != null ? now.group() : "";
        search();
    }

    private void search() {
        String wanted = query.get().trim().toLowerCase(Locale.ROOT);
        Map<String, List<Hit>> found = new LinkedHashMap<>();
        List<KeyAction> candidates = new ArrayList<>(
                wanted.isEmpty() ? List.of() : answers.apply(query.get().trim()));
        int certain = candidates.size();
        candidates.addAll(all.get());
        for (int i = 0; i < candidates.size(); i++) {
            KeyAction action = candidates.get(i);
            int score = i < certain ? Integer.MAX_VALUE : score(action, wanted);
            if (score != NO && (only.isEmpty() || only.equals(action.group()))) {
                found.computeIfAbsent(action.group(), g -> new ArrayList<>()).add(new Hit(action, score));
            }
        }
        // Several pages have a filter, an order, columns: meant are those in sight.
        Comparator<Hit> best = Comparator.comparingInt(Hit::score)
                .thenComparing(hit -> hit.action().isOfOpenPage())
                .reversed();
        List<Map.Entry<String, List<Hit>>> order = new ArrayList<>(found.entrySet());
        order.forEach(g -> g.getValue().sort(best));
        if (!wanted.isEmpty()) {
            order.sort(Comparator.comparing(g -> g.getValue().get(0), best));
        }
        groups.set(order.stream()
                .map(g -> new Group(
                        g.getKey(), g.getValue().stream().map(Hit::action).toList()))
                .toList());
        chosen.set(0);
    }

    /** How well an action fits: every word typed has to occur somehow. */
    private static int score(KeyAction action, String wanted) {
        if (wanted.isEmpty()) {
            return 0;
        }
        String title = action.title().toLowerCase(Locale.ROOT);
        String group = action.group().toLowerCase(Locale.ROOT);
        int score = 0;
        for (String word : wanted.split("\\s+")) {
            int here = Math.max(score(title, word), score(group, word) / 2);
            if (here <= 0) {
                return NO;
            }
            score += here;
        }
        return score;
    }

    private static int score(String text, String word) {
        int at = text.indexOf(word);
        if (at == 0 || at > 0 && !Character.isLetterOrDigit(text.charAt(at - 1))) {
            return WORD_START + (at == 0 ? WORD_START : 0);
        }
        if (at > 0) {
            return INSIDE;
        }
        return word.length() > 2 && isScattered(text, word) ? SCATTERED : 0;
    }

    /** Whether the letters occur in this order, each at the start of a word or behind the one before. */
    private static boolean isScattered(String text, String word) {
        int from = 0;
        for (int i = 0; i < word.length(); i++) {
            from = next(text, word.charAt(i), from);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    private static int next(String text, char wanted, int from) {
        if (from < text.length() && text.charAt(from) == wanted) {
            return from + 1;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == wanted && text.charAt(i - 1) == ' ') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Moves the choice by so many actions, round the end. */
    public void move(int by) {
        int count = count();
        if (count > 0) {
            chosen.set(Math.floorMod(chosen.get() + by, count));
        }
    }

    /** The chosen action; null if none fits. */
    public KeyAction chosenAction() {
        int left = chosen.get();
        for (Group group : groups.get()) {
            if (left < group.actions().size()) {
                return group.actions().get(left);
            }
            left -= group.actions().size();
        }
        return null;
    }

    /** How many actions fit. */
    public int count() {
        return groups.get().stream().mapToInt(g -> g.actions().size()).sum();
    }

    /** How many actions there are. */
    public int total() {
        return all.get().size();
    }

    /** The group it stays within; empty if it does not. */
    public String only() {
        return only;
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ReadOnlyObjectProperty<List<Group>> groupsProperty() {
        return groups.getReadOnlyProperty();
    }

    /** Position of the chosen action, counted over all groups. */
    public IntegerProperty chosenProperty() {
        return chosen;
    }
}
