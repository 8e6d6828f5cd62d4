package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.WindowRobot.await;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.assertj.core.api.SoftAssertions;
import org.icws.testbench.WindowRobot;
import org.icws.testbench.store.TestEvents;
import org.icws.testbench.theme.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Pages are made before anybody opens them, and nobody notices. */
@ExtendWith({ApplicationExtension.class, WindowRobot.Extension.class})
class PagesAheadTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(5 * SECOND);
    private CompositionRoot root;
    private PagesAhead ahead;
    private Stage window;

    @Start
    void open(Stage stage) {
        window = stage;
        root = TestWindow.open(stage, free -> new DemoNetwork(TestEvents.T0, null), Theme.DARK, 1440, 900);
        ahead = new PagesAhead(root.view(), clock::get);
    }

    @AfterEach
    void close(WindowRobot robot) {
        robot.interact(ahead::end);
        root.close();
    }

    private void makeAll() {
        ahead.begin();
        while (!ahead.isDone()) {
            ahead.turn();
        }
    }

    @Test
    void every_page_is_made_with_its_skins_and_cells_and_stands_in_no_scene(WindowRobot robot) throws Exception {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(this::makeAll);
        Set<ViewId> made = ahead.took().stream().map(PagesAhead.Took::page).collect(Collectors.toSet());
        assertThat(made).isEqualTo(EnumSet.complementOf(EnumSet.of(ViewId.START, ViewId.OVERVIEW)));
        robot.interact(() -> made.forEach(
                id -> assertThat(root.view().page(id).getScene()).as(id.title()).isNull()));
        assertThat(root.view().page(ViewId.MESSAGES).lookupAll(".table-row-cell"))
                .hasSizeGreaterThan(20);
    }

    @Test
    void pages_made_ahead_look_like_those_made_when_they_are_opened(WindowRobot robot) throws Exception {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(this::makeAll);
        Map<ViewId, String> madeAhead = outlines(robot);
        robot.interact(() -> {
            root.close();
            root = TestWindow.open(window, free -> new DemoNetwork(TestEvents.T0, null), Theme.DARK, 1440, 900);
            root.startNetwork();
        });
        await(() -> root.messages().rows().size() > 100);
        Map<ViewId, String> madeWhenOpened = outlines(robot);
        SoftAssertions.assertSoftly(softly -> madeAhead.forEach(
                (id, outline) -> softly.assertThat(outline).as(id.title()).isEqualTo(madeWhenOpened.get(id))));
    }

    private Map<ViewId, String> outlines(WindowRobot robot) {
        Map<ViewId, String> all = new EnumMap<>(ViewId.class);
        for (ViewId id : EnumSet.complementOf(EnumSet.of(ViewId.START, ViewId.OVERVIEW))) {
            robot.interact(() -> {
                show(root, id);
                all.put(id, outline(root.view().page(id)));
            });
        }
        return all;
    }

    private static void show(CompositionRoot root, ViewId id) {
        root.shell().viewProperty().set(id);
        root.view().applyCss();
        root.view().layout();
    }

    /** The panes, and what stands in them in which order; the insides of controls are their own affair. */
    private static String outline(Node node) {
        StringBuilder lines = new StringBuilder();
        outline(node, "", lines);
        return lines.toString();
    }

    private static void outline(Node node, String indent, StringBuilder lines) {
        String kind = node.getClass().getName();
        if (kind.startsWith("javafx.scene.control.skin") || node.getStyleClass().contains("virtual-flow")) {
            return;
        }
        lines.append(indent).append(kind).append(' ').append(node.isVisible()).append('\n');
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> outline(child, indent + "  ", lines));
        }
    }

    /** The toolkit keeps what it found out about styles in places that may be cleared behind somebody's back. */
    @Test
    void every_style_is_found_when_what_the_pages_were_made_in_has_gone(WindowRobot robot) throws Exception {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                complaints.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger css = Logger.getLogger("javafx.css");
        css.addHandler(handler);
        try {
            robot.interact(root::startNetwork);
            await(() -> root.messages().rows().size() > 100);
            robot.interact(this::makeAll);
            for (int round = 0; round < 3; round++) {
                for (ViewId id : ViewId.values()) {
                    robot.interact(() -> show(root, id));
                    System.gc();
                }
            }
        } finally {
            css.removeHandler(handler);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_page_that_cannot_be_made_leaves_the_others_and_nothing_behind(WindowRobot robot) {
        int before = root.view().getChildren().size();
        robot.interact(() -> {
            ((Pane) root.view().page(ViewId.QUEUES)).getChildren().add(new Region() {
                @Override
                protected void layoutChildren() {
                    throw new IllegalStateException("made to fail");
                }
            });
            makeAll();
        });
        assertThat(root.view().getChildren()).hasSize(before);
        assertThat(root.view().page(ViewId.QUEUES).getScene()).isNull();
        assertThat(ahead.took().get(ahead.took().size() - 1).page()).isEqualTo(ViewId.SETTINGS);
    }

    @Test
    void nothing_is_made_while_somebody_touches_the_window(WindowRobot robot) {
        robot.interact(ahead::begin);
        robot.push(KeyCode.SHIFT);
        robot.interact(() -> {
            int before = ahead.took().size();
            ahead.turn();
            assertThat(ahead.took()).hasSize(before);
            clock.addAndGet(SECOND);
            ahead.turn();
            assertThat(ahead.took()).hasSizeGreaterThan(before);
        });
    }

    @Test
    void a_page_opened_while_it_is_being_made_stays_where_it_is(WindowRobot robot) throws Exception {
        robot.interact(root::startNetwork);
        await(() -> root.messages().rows().size() > 100);
        robot.interact(() -> {
            ahead.begin();
            while (ahead.took().stream().noneMatch(piece -> piece.what().startsWith("laid out to"))) {
                ahead.turn();
            }
            ViewId begun = ahead.took().get(ahead.took().size() - 1).page();
            root.shell().viewProperty().set(begun);
            makeAll();
            assertThat(root.view().page(begun).getScene())
                    .isNotNull()
                    .isSameAs(root.view().getScene());
        });
    }
}
