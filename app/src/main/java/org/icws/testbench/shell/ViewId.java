package org.icws.testbench.shell;

/** The pages of the window, in the order of the rail. */
public enum ViewId {
    START("Start", "fth-home", "", false),
    OVERVIEW("Overview", "fth-grid", "Observe", true),
    CONNECTIONS("Connections", "fth-share-2", "Observe", true),
    MESSAGES("Messages", "fth-list", "Observe", true),
    QUEUES("Queues", "fth-layers", "Observe", true),
    SIGNATURES("Signatures", "fth-shield", "Observe", true),
    LATENCY("Latency", "fth-activity", "Observe", true),
    COMPOSE("Compose", "fth-edit-2", "Try", true),
    SCENARIOS("Scenarios", "fth-play-circle", "Try", true),
    REPLICA("Replica", "fth-server", "Set up", false),
    SETTINGS("Settings", "fth-settings", "Set up", false),
    ABOUT("About", "fth-info", "", false);

    private final String title;
    private final String icon;
    private final String section;
    private final boolean needsNetwork;

    ViewId(String title, String icon, String section, boolean needsNetwork) {
        this.title = title;
        this.icon = icon;
        this.section = section;
        this.needsNetwork = needsNetwork;
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

    /** Whether it shows nothing without a running network. */
    public boolean needsNetwork() {
        return needsNetwork;
    }
}
