package org.icws.testbench.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.icws.testbench.compose.CodeSample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pages nobody has opened yet, once the network is up, so that the first opening of a page is as quick as the
 * second. The first time, a page's code is loaded and interpreted, its controls get their skins and its tables their
 * cells: too much for one piece. So it is made in pieces, each short enough not to be felt, and only while nobody touches
 * the window. What is made stands in the window's scene, unseen, for the toolkit styles nothing outside of one; a scene
 * of its own would not do, since styles found in one are taken for those of another now and then. FX thread only.
 */
public final class PagesAhead {

    private static final Logger LOG = LoggerFactory.getLogger(PagesAhead.class);

    /** Between two turns the window does what is its own to do. */
    private static final Duration BETWEEN = Duration.millis(40);
    /** Short pieces are done in one turn until it has taken so long. */
    private static final long TURN_NANOS = 15_000_000L;
    /** Somebody who touches the window may touch it again. */
    private static final long UNTOUCHED_NANOS = 400_000_000L;
    /** A table makes its cells when it is laid out: as many as have room, so it gets that room step by step. */
    private static final double[] HEIGHTS = {.15, .25, .4, .55, .7, .85, 1};
    /** Those first that cost most and are opened first. */
    private static final List<ViewId> ORDER = List.of(
            ViewId.ABOUT,
            ViewId.MESSAGES,
            ViewId.CONNECTIONS,
            ViewId.COMPOSE,
            ViewId.SIGNATURES,
            ViewId.QUEUES,
            ViewId.LATENCY,
            ViewId.REPLICA,
            ViewId.SCENARIOS,
            ViewId.SETTINGS);

    /** How often each page comes and goes after it was made. */
    private static final int AGAIN = 3;

    private final ShellView view;
    private final LongSupplier clockNanos;
    private final PauseTransition pause = new PauseTransition(BETWEEN);
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final List<Took> took = new ArrayList<>();
    private final StackPane backstage = new StackPane();
    private long touchedAt;
    private Runnable unwatch = () -> {};
    private boolean begun;

    private record Piece(ViewId page, String what, Runnable work) {}

    /** How long a piece of a page held the window. */
    public record Took(ViewId page, String what, double millis) {}

    /**
     * Nothing is made yet.
     *
     * @param clockNanos nanoseconds from any moment on
     */
    public PagesAhead(ShellView view, LongSupplier clockNanos) {
        this.view = view;
        this.clockNanos = clockNanos;
        this.touchedAt = clockNanos.getAsLong() - UNTOUCHED_NANOS;
        pause.setOnFinished(e -> turn());
        backstage.setManaged(false);
        backstage.setVisible(false);
    }

    /** Begins, unless it has begun before. */
    public void begin() {
        if (begun) {
            return;
        }
        begun = true;
        unwatch = Touches.watch(view, () -> touchedAt = clockNanos.getAsLong());
        ORDER.forEach(this::plan);
        for (int i = 0; i < AGAIN; i++) {
            ORDER.forEach(this::planAgain);
        }
        view.getChildren().add(backstage);
        pause.play();
    }

    /** Whether nothing is left to be made. */
    public boolean isDone() {
        return begun && pieces.isEmpty();
    }

    /** The pieces done so far. */
    public List<Took> took() {
        return List.copyOf(took);
    }

    private void plan(ViewId id) {
        if (id == ViewId.COMPOSE) {
            planSample(id);
        }
        pieces.add(new Piece(id, "made", () -> planParts(id)));
        pieces.add(new Piece(id, "styled", () -> putBackstage(view.page(id))));
        planLayout(id);
        pieces.add(new Piece(id, "taken away", () -> takeAway(view.page(id))));
    }

    private void planLayout(ViewId id) {
        for (double share : HEIGHTS) {
            pieces.add(new Piece(
                    id,
                    "laid out to " + share,
                    () -> ifBackstage(view.page(id), () -> {
                        backstage.resize(view.pageWidth(), view.pageHeight() * share);
                        backstage.layout();
                    })));
        }
    }

    /** As somebody does who comes back: what runs again and again is no longer interpreted, and then compiled well. */
    private void planAgain(ViewId id) {
        pieces.add(new Piece(id, "styled again", () -> putBackstage(view.page(id))));
        planLayout(id);
        pieces.add(new Piece(id, "taken away", () -> takeAway(view.page(id))));
    }

    /** They are to be styled next, before the page itself. */
    private void planParts(ViewId id) {
        List<PageParts.Part> parts = new ArrayList<>();
        if (view.page(id).getScene() == null) {
            parts.addAll(PageParts.of(view.page(id)));
        }
        Collections.reverse(parts);
        parts.forEach(part -> pieces.addFirst(
                new Piece(id, "a part styled", () -> PageParts.lend(part, backstage, part.node()::applyCss))));
    }

    /**
     * Half of what the page costs is its editor. Nodes that stand in no scene may be made on any thread, so the first one is made,
     * and its classes are loaded, on another one.
     */
    private void planSample(ViewId id) {
        ExecutorService loader = Threads.one("editor-ahead");
        Future<Node> sample = loader.submit(CodeSample::new);
        loader.shutdown();
        Supplier<Node> made = () -> sample.isDone() ? resultOf(sample) : new Region();
        pieces.add(new Piece(id, "editor styled", () -> putBackstage(made.get())));
        pieces.add(new Piece(id, "editor laid out", () -> ifBackstage(made.get(), backstage::layout)));
        pieces.add(new Piece(id, "editor taken away", () -> takeAway(made.get())));
    }

    private static Node resultOf(Future<Node> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("The first editor could not be made", e);
        }
    }

    /** Leaves unmade what is not made yet. */
    public void end() {
        pieces.clear();
        pause.stop();
        cleanUp();
    }

    private void cleanUp() {
        view.getChildren().remove(backstage);
        unwatch.run();
    }

    /** Does what fits into one turn. Not private so that a test can be the timer. */
    void turn() {
        if (view.getScene().getWindow() == null || !view.getScene().getWindow().isShowing()) {
            end(); // a scene whose window has gone has no styles any more
            return;
        }
        long start = System.nanoTime();
        while (!pieces.isEmpty()
                && clockNanos.getAsLong() - touchedAt >= UNTOUCHED_NANOS
                && System.nanoTime() - start < TURN_NANOS) {
            next();
        }
        if (pieces.isEmpty()) {
            cleanUp();
            DoubleSummaryStatistics all =
                    took.stream().mapToDouble(Took::millis).summaryStatistics();
            LOG.debug(
                    "Pages made ahead in {} pieces: {} ms in all, {} ms the longest",
                    all.getCount(),
                    Math.round(all.getSum()),
                    Math.round(all.getMax()));
        } else {
            pause.playFromStart();
        }
    }

    private void next() {
        Piece piece = pieces.remove();
        long start = System.nanoTime();
        try {
            piece.work().run();
        } catch (RuntimeException e) {
            // Nobody has asked for it yet: whoever opens the page sees what becomes of it.
            LOG.warn("{} was not made ahead: {} failed", piece.page().title(), piece.what(), e);
            pieces.removeIf(other -> other.page() == piece.page());
            backstage.getChildren().clear();
        }
        took.add(new Took(piece.page(), piece.what(), (System.nanoTime() - start) / 1e6));
    }

    /** A page that somebody opened meanwhile stays where it is. Without height, nothing of it is laid out yet. */
    private void putBackstage(Node node) {
        if (node.getScene() == null) {
            backstage.resize(view.pageWidth(), 0);
            backstage.getChildren().setAll(node);
            node.applyCss();
        }
    }

    private void takeAway(Node node) {
        ifBackstage(node, backstage.getChildren()::clear);
    }

    private void ifBackstage(Node node, Runnable work) {
        if (node.getParent() == backstage) {
            work.run();
        }
    }
}
