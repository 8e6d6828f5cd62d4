package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellViewModelTest {

    private final ShellViewModel model = new ShellViewModel();

    private String kept(long kept, long capacity) {
        model.showKept(kept, capacity, 12, 1_000, 0, 0, "");
        return model.statusKeptProperty().get();
    }

    @Test
    void more_rows_than_the_bound_are_not_told_as_a_part_of_it() {
        assertThat(kept(100_000, 100_000)).startsWith("100,000 of 100,000 kept · 12 dropped");
        assertThat(kept(106_100, 100_000)).startsWith("106,100 kept, soon trimmed to 100,000 · 12 dropped");
    }
}
