package org.icws.testbench.compose;

import java.util.function.Predicate;
import javafx.scene.control.TextField;

/** A field of one line that lets something else take what is too long for it, before it lays it out. */
final class LeafField extends TextField {

    private final Predicate<String> taken;

    /** @param taken whether something else has taken this text */
    LeafField(String text, Predicate<String> taken) {
        super(text);
        this.taken = taken;
    }

    @Override
    public void replaceText(int start, int end, String text) {
        if (taken == null || !taken.test(getText(0, start) + text + getText(end, getLength()))) {
            super.replaceText(start, end, text);
        }
    }
}
