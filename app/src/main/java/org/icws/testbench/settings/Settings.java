package org.icws.testbench.settings;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.icws.testbench.theme.Theme;

/**
 * Everything that is remembered from one run to the next. A field that is missing in the file has its default.
 *
 * @param zoomPercent size of everything in the window
 * @param compactMessages 22 px rows in Messages instead of 34 px
 * @param compactTables the same for the other tables
 * @param lessMotion no fading, no flashing
 * @param rowsKept how many messages are kept
 * @param payloadMegabytes contents kept in memory; older ones go to a file
 * @param pollMillis pause between two polls while there is traffic
 * @param slowestPollMillis pause of a canister of another network that has long been silent; the same as {@code pollMillis} means
 *     always
 * @param slowestPollEmbeddedMillis the same for the embedded network, which tells the gateway when a canister does something
 * @param networkKept whether the embedded network is kept in the data directory and goes on there with the next start
 * @param serviceHidden whether Messages leaves out service messages
 * @param timeMode name of the way Messages shows time
 * @param filter the filter last used in Messages
 * @param filters saved filters
 * @param columns order, width and visibility of the columns of each table
 * @param dividers position of each divider
 * @param choices small choices of the pages, by name
 */
public record Settings(
        Theme theme,
        int zoomPercent,
        boolean compactMessages,
        boolean compactTables,
        boolean lessMotion,
        int rowsKept,
        int payloadMegabytes,
        int pollMillis,
        int slowestPollMillis,
        int slowestPollEmbeddedMillis,
        boolean networkKept,
        boolean serviceHidden,
        String timeMode,
        String filter,
        List<String> filters,
        Map<String, List<Column>> columns,
        Map<String, Double> dividers,
        Map<String, Integer> choices) {

    /** A column of a table: its name, its width in pixels, and whether it is shown. */
    public record Column(String name, double width, boolean shown) {}

    public static final int LEAST_ZOOM = 80;
    public static final int MOST_ZOOM = 200;
    public static final int LEAST_ROWS = 1_000;
    public static final int MOST_ROWS = 1_000_000;
    public static final int FASTEST_POLL = 10;
    public static final int SLOWEST_POLL = 60_000;

    /** What a new user gets. */
    public static final Settings DEFAULTS = new Settings(
            Theme.LIGHT,
            100,
            true,
            false,
            false,
            100_000,
            32,
            100,
            1_000,
            5_000,
            false,
            true,
            "",
            "",
            List.of(),
            Map.of(),
            Map.of(),
            Map.of());

    /** Puts what is missing or out of range right: the file may be older, newer, or written by hand. */
    public Settings {
        theme = theme == null ? Theme.LIGHT : theme;
        zoomPercent = clamp(zoomPercent, LEAST_ZOOM, MOST_ZOOM);
        rowsKept = clamp(rowsKept, LEAST_ROWS, MOST_ROWS);
        payloadMegabytes = clamp(payloadMegabytes, 8, 1_024);
        pollMillis = clamp(pollMillis, FASTEST_POLL, SLOWEST_POLL);
        slowestPollMillis = clamp(slowestPollMillis, pollMillis, SLOWEST_POLL);
        slowestPollEmbeddedMillis = clamp(slowestPollEmbeddedMillis, pollMillis, SLOWEST_POLL);
        timeMode = timeMode == null ? "" : timeMode;
        filter = filter == null ? "" : filter;
        filters = filters == null ? List.of() : List.copyOf(filters);
        columns = columns == null ? Map.of() : Map.copyOf(columns);
        dividers = dividers == null ? Map.of() : Map.copyOf(dividers);
        choices = choices == null ? Map.of() : Map.copyOf(choices);
    }

    private static int clamp(int value, int least, int most) {
        return Math.max(least, Math.min(most, value));
    }

    public Settings withTheme(Theme next) {
        return with(c -> c.theme = next);
    }

    public Settings withZoom(int percent) {
        return with(c -> c.zoomPercent = percent);
    }

    public Settings withRows(boolean messagesCompact, boolean tablesCompact) {
        return with(c -> {
            c.compactMessages = messagesCompact;
            c.compactTables = tablesCompact;
        });
    }

    public Settings withLessMotion(boolean less) {
        return with(c -> c.lessMotion = less);
    }

    public Settings withKept(int rows, int megabytes) {
        return with(c -> {
            c.rowsKept = rows;
            c.payloadMegabytes = megabytes;
        });
    }

    /** Pauses while there is traffic, and of silent canisters of another and of the embedded network. */
    public Settings withPolling(int fastest, int slowest, int slowestEmbedded) {
        return with(c -> {
            c.pollMillis = fastest;
            c.slowestPollMillis = slowest;
            c.slowestPollEmbeddedMillis = slowestEmbedded;
        });
    }

    /** Whether the pauses between polls are the same there. */
    public boolean hasPollingOf(Settings other) {
        return pollMillis == other.pollMillis
                && slowestPollMillis == other.slowestPollMillis
                && slowestPollEmbeddedMillis == other.slowestPollEmbeddedMillis;
    }

    public Settings withNetworkKept(boolean kept) {
        return with(c -> c.networkKept = kept);
    }

    /** The state of the Messages page: what is left out, how time is shown, the filter and the saved ones. */
    public Settings withMessages(boolean hideService, String mode, String lastFilter, List<String> saved) {
        return with(c -> {
            c.serviceHidden = hideService;
            c.timeMode = mode;
            c.filter = lastFilter;
            c.filters = saved;
        });
    }

    public Settings withColumns(String table, List<Column> layout) {
        Map<String, List<Column>> all = new java.util.HashMap<>(columns);
        all.put(table, List.copyOf(layout));
        return with(c -> c.columns = all);
    }

    public Settings withDivider(String name, double position) {
        Map<String, Double> all = new java.util.HashMap<>(dividers);
        all.put(name, position);
        return with(c -> c.dividers = all);
    }

    public Settings withChoice(String name, int value) {
        Map<String, Integer> all = new java.util.HashMap<>(choices);
        all.put(name, value);
        return with(c -> c.choices = all);
    }

    /** A small choice; the usual one if it was never made. */
    public int choice(String name, int usual) {
        return choices.getOrDefault(name, usual);
    }

    private Settings with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** The fields while some of them are being changed. */
    private static final class Copy {
        private Theme theme;
        private int zoomPercent;
        private boolean compactMessages;
        private boolean compactTables;
        private boolean lessMotion;
        private int rowsKept;
        private int payloadMegabytes;
        private int pollMillis;
        private int slowestPollMillis;
        private int slowestPollEmbeddedMillis;
        private boolean networkKept;
        private boolean serviceHidden;
        private String timeMode;
        private String filter;
        private List<String> filters;
        private Map<String, List<Column>> columns;
        private Map<String, Double> dividers;
        private Map<String, Integer> choices;

        Copy(Settings from) {
            theme = from.theme;
            zoomPercent = from.zoomPercent;
            compactMessages = from.compactMessages;
            compactTables = from.compactTables;
            lessMotion = from.lessMotion;
            rowsKept = from.rowsKept;
            payloadMegabytes = from.payloadMegabytes;
            pollMillis = from.pollMillis;
            slowestPollMillis = from.slowestPollMillis;
            slowestPollEmbeddedMillis = from.slowestPollEmbeddedMillis;
            networkKept = from.networkKept;
            serviceHidden = from.serviceHidden;
            timeMode = from.timeMode;
            filter = from.filter;
            filters = from.filters;
            columns = from.columns;
            dividers = from.dividers;
            choices = from.choices;
        }

        Settings made() {
            return new Settings(
                    theme,
                    zoomPercent,
                    compactMessages,
                    compactTables,
                    lessMotion,
                    rowsKept,
                    payloadMegabytes,
                    pollMillis,
                    slowestPollMillis,
                    slowestPollEmbeddedMillis,
                    networkKept,
                    serviceHidden,
                    timeMode,
                    filter,
                    filters,
                    columns,
                    dividers,
                    choices);
        }
    }
}
