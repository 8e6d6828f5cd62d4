package org.icws.testbench.control;

import javafx.scene.control.SplitPane;

/** A page with something that a person arranges and that is to stay so. */
public interface Remembered {

    /** The table whose columns and row height are kept. */
    DataTable<?> table();

    /** Another table that takes its place at times, kept as well; null if there is none. */
    default DataTable<?> otherTable() {
        return null;
    }

    /** The divider that is kept; null if there is none. */
    default SplitPane split() {
        return null;
    }
}
