package org.icws.testbench.shell.tools;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.icws.testbench.shell.CompositionRoot;
import org.icws.testbench.shell.PagesAhead;
import org.icws.testbench.shell.ViewId;

/**
 * How long the window is held while a page opens: made if it is the first time, styled and laid out, not yet painted. FX
 * thread only.
 */
final class PageOpenings {

    private final CompositionRoot root;
    private final PagesAhead ahead;
    private final Map<ViewId, List<Double>> millis = new EnumMap<>(ViewId.class);

    /** @param ahead makes the pages ahead, as is done before most people open them */
    PageOpenings(CompositionRoot root, PagesAhead ahead) {
        this.root = root;
        this.ahead = ahead;
    }

    /** Opens a page and takes the time. */
    void open(ViewId page) {
        long start = System.nanoTime();
        root.shell().viewProperty().set(page);
        root.view().applyCss();
        root.view().layout();
        millis.computeIfAbsent(page, key -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
    }

    /** A row for each page. */
    String table() {
        StringBuilder table = new StringBuilder(
                "| page | made ahead: all pieces / the longest | opened the first time | the second time |\n|---|---|---|---|\n");
        millis.forEach((page, times) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.0f ms | %.0f ms |%n",
                page.title(),
                made(page),
                times.get(0),
                times.get(1))));
        return table.toString();
    }

    private String made(ViewId page) {
        List<PagesAhead.Took> pieces =
                ahead.took().stream().filter(piece -> piece.page() == page).toList();
        double all = pieces.stream().mapToDouble(PagesAhead.Took::millis).sum();
        return pieces.stream()
                .max(Comparator.comparingDouble(PagesAhead.Took::millis))
                .map(longest ->
                        String.format(Locale.ROOT, "%.0f / %.0f ms (%s)", all, longest.millis(), longest.what()))
                .orElse("not");
    }
}
