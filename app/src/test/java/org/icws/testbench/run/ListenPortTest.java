package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ListenPortTest {

    private final List<Integer> tried = new ArrayList<>();

    /** A server for which 8080 is taken and the system's choice is 51234. */
    private final IntFunction<Integer> server = port -> {
        tried.add(port);
        if (port == 8080) {
            throw new UnsupportedOperationException("8080 is taken");
        }
        return port == 0 ? 51234 : port;
    };

    @Test
    void aTakenDefaultMovesToAFreePortAndSaysSo() {
        ListenPort port = new ListenPort("gateway", 8080, false, "--gateway-port");

        assertThat(start(port)).isEqualTo(51234);
        assertThat(tried).containsExactly(8080, 0);
        assertThat(port.note(51234)).isEqualTo("port 8080 is taken, using 51234");
    }

    @Test
    void aTakenPortThatWasAskedForIsAnErrorThatNamesTheOption() {
        ListenPort port = new ListenPort("gateway", 8080, true, "--gateway-port");

        assertThatThrownBy(() -> start(port)).isInstanceOfSatisfying(StepFailedException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(StepFailure.PORT_IN_USE);
            assertThat(e.failure().whatHappened()).contains("127.0.0.1:8080");
            assertThat(e.failure().whatToDo()).contains("--gateway-port");
        });
        assertThat(tried).containsExactly(8080);
    }

    @Test
    void aFreePortIsUsedWithoutAWord() {
        ListenPort port = new ListenPort("gateway", 9000, false, "--gateway-port");

        assertThat(start(port)).isEqualTo(9000);
        assertThat(port.note(9000)).isEmpty();
    }

    @Test
    void anotherFailureIsNotMistakenForATakenPort() {
        ListenPort port = new ListenPort("gateway", 8080, false, "--gateway-port");

        assertThatThrownBy(() -> port.start(server, e -> null)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(tried).containsExactly(8080);
    }

    private int start(ListenPort port) {
        return port.start(server, e -> e instanceof UnsupportedOperationException ? e.getMessage() : null);
    }
}
