package org.icws.testbench.keys;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.input.KeyCombination;

/**
 * Something a person can do, by key, by palette or by a button.
 *
 * @param group heading it stands under, such as "Messages"
 * @param title what it does, beginning with a verb
 * @param icon Ikonli literal
 * @param keys key combinations that start it, in JavaFX's notation ("Shortcut+K", "F6"); may be empty
 * @param here whether its keys count now: keys of a page count only while the page is open
 * @param unavailable why it cannot be done now, in a sentence; null when it can
 * @param deed does it
 */
public record KeyAction(
        String group,
        String title,
        String icon,
        List<String> keys,
        BooleanSupplier here,
        Supplier<String> unavailable,
        Runnable deed) {

    private static final BooleanSupplier EVERYWHERE = () -> true;
    private static final Supplier<String> ALWAYS = () -> null;

    public KeyAction {
        Objects.requireNonNull(deed, "deed");
        keys = List.copyOf(keys);
    }

    /** An action that works everywhere and always. */
    public static KeyAction of(String group, String title, String icon, Runnable deed, String... keys) {
        return new KeyAction(group, title, icon, List.of(keys), EVERYWHERE, ALWAYS, deed);
    }

    /** The same with keys that count only while this holds. */
    public KeyAction in(BooleanSupplier place) {
        return new KeyAction(group, title, icon, keys, place, unavailable, deed);
    }

    /** Whether it belongs to no page. */
    boolean isOfNoPage() {
        return here == EVERYWHERE;
    }

    /** Whether it belongs to the page that is open. */
    public boolean isOfOpenPage() {
        return here != EVERYWHERE && here.getAsBoolean();
    }

    /** The same, not possible while this gives a reason. */
    public KeyAction unless(Supplier<String> reason) {
        return new KeyAction(group, title, icon, keys, here, reason, deed);
    }

    /** Does it if it can be done; returns why not, or null. */
    public String run() {
        String reason = unavailable.get();
        if (reason == null) {
            deed.run();
        }
        return reason;
    }

    /** The keys as they are printed on a keyboard: {@code Ctrl+K}. */
    public List<String> keyWords() {
        return keys.stream().map(KeyAction::words).distinct().toList();
    }

    private static String words(String combination) {
        return KeyCombination.valueOf(combination)
                .getDisplayText()
                .replace("Close_bracket", "]")
                .replace("Open_bracket", "[")
                .replace("Escape", "Esc")
                .replace("Numpad", "Num ");
    }
}
