package org.icws.testbench.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** All actions of the window, in the order of the sheet. Filled at the start; FX thread only. */
public final class ActionTable {

    private record Binding(KeyCombination keys, boolean plain, KeyAction action) {}

    private final List<KeyAction> actions = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final List<Function<String, List<KeyAction>>> answers = new ArrayList<>();
    private boolean taken;
    private BooleanSupplier covered = () -> false;
    private Consumer<String> refusals = reason -> {};

    /** Adds actions; a key bound twice is a mistake of the program. */
    public void add(KeyAction... more) {
        for (KeyAction action : more) {
            actions.add(action);
            for (String keys : action.keys()) {
                KeyCombination combination = KeyCombination.valueOf(keys);
                bindings.add(new Binding(combination, isPlain(keys), action));
            }
        }
    }

    /** Adds actions that only exist for what somebody types, such as a message by its number. */
    public void answer(Function<String, List<KeyAction>> source) {
        answers.add(source);
    }

    /** Told why an action was not possible when its keys were pressed. */
    public void onRefusal(Consumer<String> listener) {
        refusals = listener;
    }

    public List<KeyAction> actions() {
        return List.copyOf(actions);
    }

    /** Actions made for this text. */
    public List<KeyAction> answersTo(String typed) {
        return answers.stream().flatMap(a -> a.apply(typed).stream()).toList();
    }

    /** Keys of a page do nothing while something lies over it, though it is open. */
    public void coveredWhile(BooleanSupplier covered) {
        this.covered = covered;
    }

    /** Listens to the scene's keys from now on. */
    public void bind(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            boolean typing = scene.getFocusOwner() instanceof TextInputControl field && field.isEditable();
            taken = press(e, typing, scene.getFocusOwner());
            if (taken) {
                e.consume();
            }
        });
        // The letter that opened a field must not be typed into it.
        scene.addEventFilter(KeyEvent.KEY_TYPED, e -> {
            if (taken) {
                e.consume();
            }
        });
        scene.addEventFilter(KeyEvent.KEY_RELEASED, e -> taken = false);
    }

    /** Runs the action of these keys; returns whether there is one. */
    boolean press(KeyEvent event, boolean typing, Node focused) {
        for (Binding binding : bindings) {
            if (binding.keys().match(event)
                    && !(binding.plain() && (typing || means(event.getCode(), focused)))
                    && (binding.action().isOfNoPage() || !covered.getAsBoolean())
                    && binding.action().here().getAsBoolean()) {
                String reason = binding.action().run();
                if (reason != null) {
                    refusals.accept(reason);
                }
                return true;
            }
        }
        return false;
    }

    /** Space and Enter belong to a focused button, whatever else they could do. */
    private static boolean means(KeyCode code, Node focused) {
        boolean press = code == KeyCode.SPACE || code == KeyCode.ENTER;
        return press
                && focused != null
                && focused.getAccessibleRole() != null
                && switch (focused.getAccessibleRole()) {
                    case BUTTON, TOGGLE_BUTTON, CHECK_BOX, RADIO_BUTTON, COMBO_BOX, MENU_ITEM, HYPERLINK -> true;
                    default -> false;
                };
    }

    /** Single letters and Space would otherwise be typed into a field. */
    private static boolean isPlain(String keys) {
        boolean function = keys.matches("(Shift\\+)?F\\d+");
        return !function && !keys.contains("Shortcut") && !keys.contains("Ctrl") && !keys.contains("Alt");
    }
}
