package org.icws.testbench.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.icws.replica.ReplicaControl;
import org.junit.jupiter.api.Test;

class ReplicaTasksTest {

    private final List<String> told = new ArrayList<>();
    private final ReplicaControl network = (ReplicaControl) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ReplicaControl.class}, (proxy, method, args) -> null);
    private final ReplicaTasks tasks = new ReplicaTasks(() -> network, Runnable::run, Runnable::run, () -> {});

    @Test
    void a_failure_that_nobody_thought_of_is_told_and_ends_what_is_under_way() {
        for (Throwable failure : List.of(new IllegalStateException("torn"), new StackOverflowError("deep"))) {
            told.clear();
            tasks.perform("Installing mine", control -> sneak(failure), told::add);
            assertThat(told).hasSize(1);
            assertThat(told.get(0)).contains("Installing mine failed", failure.getMessage());
            assertThat(tasks.isBusy()).isFalse();
            assertThat(tasks.workingProperty().get()).isEmpty();
        }
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof Error e) {
            throw e;
        }
        throw (RuntimeException) failure;
    }
}
