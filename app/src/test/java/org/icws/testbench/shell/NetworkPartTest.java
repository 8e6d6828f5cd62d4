package org.icws.testbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.settings.Settings;
import org.icws.testbench.store.NameBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPartTest {

    private final BlockingQueue<PollingPolicy> policies = new LinkedBlockingQueue<>();

    /** Up at once, and remembers how it is to be polled. */
    private LiveNetwork network(boolean hints) {
        return (LiveNetwork) Proxy.newProxyInstance(
                LiveNetwork.class.getClassLoader(),
                new Class<?>[] {LiveNetwork.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "start" -> true;
                    case "hintsAtMessages" -> hints;
                    case "polling" -> {
                        policies.add((PollingPolicy) arguments[0]);
                        yield null;
                    }
                    default -> null;
                });
    }

    @ParameterizedTest
    @CsvSource({
        // a network that tells when canisters do something is polled less, one that does not stays fast for longer
        "true,100,5000,2",
        "false,100,1000,10"
    })
    void a_silent_canister_is_polled_as_its_network_allows(boolean hints, int fastest, int slowest, int linger)
            throws Exception {
        assertThat(policyOf(hints, Settings.DEFAULTS))
                .isEqualTo(new PollingPolicy(
                        Duration.ofMillis(fastest), Duration.ofMillis(slowest), Duration.ofSeconds(linger)));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void the_same_number_for_all_is_a_fixed_interval(boolean hints) throws Exception {
        assertThat(policyOf(hints, Settings.DEFAULTS.withPolling(250, 250, 250)).isAdaptive())
                .isFalse();
    }

    private PollingPolicy policyOf(boolean hints, Settings settings) throws Exception {
        try (NetworkPart part = new NetworkPart(free -> network(hints), Runnable::run, new NameBook())) {
            CompletableFuture<LiveNetwork> up = new CompletableFuture<>();
            part.start(true, () -> {}, StartListener.NONE, (events, lost) -> {}, up::complete);
            assertThat(up.get(30, TimeUnit.SECONDS)).isNotNull();
            part.poll(settings);
            return policies.poll(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_client_is_refused_in_words_while_there_is_no_network_to_connect_it_to(@TempDir Path dir) {
        RuntimeNetwork notUp = new RuntimeNetwork(RuntimeOptions.defaults(dir), true);
        assertThatThrownBy(notUp::addClient)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The network is not up yet, or did not start.");
        notUp.close();
        try (NetworkPart part = new NetworkPart(free -> notUp, Runnable::run, new NameBook())) {
            assertThat(part.addClient(() -> {}))
                    .failsWithin(1, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("No network was started.");
        }
    }
}
