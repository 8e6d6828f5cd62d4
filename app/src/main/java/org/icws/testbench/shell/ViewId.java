package org.icws.testbench.shell;

/** The pages of the window, in the order of the rail. */
public enum ViewId {
    START("Start", "fth-home", ""),
    OVERVIEW("Overview", "fth-grid", "Observe"),
    CONNECTIONS("Connections", "fth-share-2", "Observe"),
    MESSAGES("Messages", "fth-list", "Observe"),
    QUEUES("Queues", "fth-layers", "Observe"),
    LATENCY("Latency", "fth-activity", "Observe"),
    COMPOSE("Compose", "fth-edit-2", "Try");

    private final String title;
    private final String icon;
    private final String section;

    ViewId(String title, String icon, String section) {
        this.title = title;
        this.icon = icon;
        this.section = section;
    }

    public String title() {
        return title;
    }

    public String icon() {
        return icon;
    }

    /** Heading of the rail it stands under; empty if it has no place in the rail. */
    public String section() {
        return section;
    }
}
