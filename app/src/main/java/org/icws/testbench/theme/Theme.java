package org.icws.testbench.theme;

/** The two looks of the window. */
public enum Theme {
    LIGHT,
    DARK;

    /** The other one. */
    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** Class-path name of the sheet with this theme's colours. */
    String tokenSheet() {
        return this == LIGHT ? "tokens-light.css" : "tokens-dark.css";
    }
}
