package org.icws.testbench.scenarios;

import javafx.scene.control.Label;
import org.icws.testbench.control.Nodes;

/** The colours of people, which never mean traffic. */
final class People {

    private static final String[] CLASSES = {"a", "b", "c"};

    private People() {}

    /** A round sign with the person's first letter. */
    static Label avatar(int seat, String name) {
        return Nodes.label(name.substring(0, 1), "avatar", styleClass(seat));
    }

    /** The style class of a person's colour. */
    static String styleClass(int seat) {
        return CLASSES[Math.floorMod(seat, CLASSES.length)];
    }
}
