package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.Test;

class RowListTest {

    private final MessageRows maker = new MessageRows(new NameBook(), new PayloadStore(1 << 20, null));
    private static final ClientKey ADA = TestEvents.client("Ada");

    private final TestEvents events = new TestEvents();

    /** A reader that knows the list only by what it was told. */
    private static List<MessageRow> told(ObservableList<MessageRow> of) {
        List<MessageRow> copy = new ArrayList<>(of);
        of.addListener((ListChangeListener<MessageRow>) change -> {
            while (change.next()) {
                assertThat(copy.subList(change.getFrom(), change.getFrom() + change.getRemovedSize()))
                        .isEqualTo(change.getRemoved());
                copy.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                        .clear();
                copy.addAll(change.getFrom(), change.getAddedSubList());
            }
        });
        return copy;
    }

    private List<MessageRow> fresh(int count) {
        List<MessageRow> made = new ArrayList<>();
        while (made.size() < count) {
            maker.of(events.down(TestEvents.T0, ADA, made.size() + 1, "x", Verdict.VERIFIED))
                    .ifPresent(made::add);
        }
        return made;
    }

    @Test
    void readers_learn_every_change_and_it_is_what_a_plain_list_would_hold() {
        RowList list = new RowList();
        List<MessageRow> told = told(list);
        list.onRenewal(() -> {
            told.clear();
            told.addAll(list);
        });
        List<MessageRow> plain = new ArrayList<>();
        Random random = new Random(11);
        for (int step = 0; step < 2_000; step++) {
            int count = random.nextInt(40);
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    List<MessageRow> more = fresh(count);
                    list.append(more);
                    plain.addAll(more);
                }
                case 2 -> {
                    int gone = Math.min(count, plain.size());
                    List<MessageRow> stay = List.copyOf(plain.subList(0, gone / 3));
                    list.replaceHead(gone, stay);
                    plain.subList(0, gone).clear();
                    plain.addAll(0, stay);
                }
                case 3 -> {
                    MessageRow row = fresh(1).get(0);
                    int at = random.nextInt(plain.size() + 1);
                    list.insert(at, row);
                    plain.add(at, row);
                }
                case 4 -> {
                    if (!plain.isEmpty()) {
                        int at = random.nextInt(plain.size());
                        list.drop(at);
                        plain.remove(at);
                    }
                }
                case 5 -> {
                    List<MessageRow> more = fresh(Math.min(count, plain.size()));
                    list.slide(more);
                    plain.subList(0, more.size()).clear();
                    plain.addAll(more);
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        plain = fresh(count);
                        list.replaceAll(plain);
                        plain = new ArrayList<>(plain);
                    }
                }
            }
            assertThat(list).isEqualTo(plain);
            assertThat(told).isEqualTo(plain);
        }
    }

    @Test
    void what_the_filter_shows_is_right_after_every_change_of_the_rows() {
        MessagesViewModel model = new MessagesViewModel(new NameBook(), 200);
        List<MessageRow> told = told(model.shown());
        model.followingProperty().set(false); // else places are renewed without a change
        model.filterProperty().set("~dir down & !~pinned");
        Random random = new Random(5);
        long now = TestEvents.T0;
        for (int step = 0; step < 400; step++) {
            now += TestEvents.SECOND;
            List<GatewayEvent> some = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                some.add(
                        random.nextBoolean()
                                ? events.up(now, ADA, i, "up")
                                : events.down(now, ADA, i, "down", Verdict.VERIFIED));
            }
            model.onFrame(TestEvents.frame(now, some));
            if (!model.rows().isEmpty() && random.nextInt(4) == 0) {
                model.togglePin(model.rows().get(random.nextInt(model.rows().size())));
            }
            assertThat(model.shown())
                    .isEqualTo(model.rows().stream()
                            .filter(row -> row.directionWord().equals("down")
                                    && !row.note().pinned())
                            .toList());
            assertThat(told).isEqualTo(model.shown());
        }
        assertThat(model.droppedProperty().get()).isPositive();
    }
}
