package org.icws.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Random;
import org.icws.replica.InstructionLimits;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.execution.ModuleLoader;
import org.icws.replica.execution.Watchdog;
import org.icws.replica.management.CanisterHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random programs of calls, answers, traps and cycles over five canisters, which are stopped, started, upgraded and emptied meanwhile, on
 * the replica and on a model of the specification: both agree after every message, everybody is answered exactly once, no call is left,
 * and no cycles are made or lost.
 */
class RandomCallsTest {
    private static final int CANISTERS = 5;
    private static final int PROGRAMS_PER_NETWORK = 200;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("replica.random.seconds", 5));
    private static final int LEAST_PROGRAMS = 2_000;

    private Watchdog watchdog;
    private ModuleLoader modules;
    private CanisterHost host;

    @BeforeEach
    void start() {
        watchdog = new Watchdog(Duration.ofSeconds(20));
        modules = new ModuleLoader(null, InstructionLimits.PUBLIC_NETWORK);
        host = new CanisterHost(NetworkKeys.fromSeed(1), watchdog, InstructionLimits.PUBLIC_NETWORK, modules);
    }

    @AfterEach
    void stop() {
        watchdog.close();
        modules.close();
    }

    @Test
    void theReplicaDoesWhatTheSpecificationSaysWhateverCanistersDo() {
        long first = Long.getLong("replica.random.seed", new Random().nextInt(1_000_000_000));
        long end = System.nanoTime() + TIME.toNanos();
        int programs = 0;
        int messages = 0;
        long seed = first;
        for (; programs < LEAST_PROGRAMS || System.nanoTime() - end < 0; seed++) {
            Random random = new Random(seed);
            RandomCalls calls = new RandomCalls(host, random, CANISTERS);
            try {
                for (int i = 0; i < PROGRAMS_PER_NETWORK / RandomCalls.AT_ONCE; i++) {
                    calls.round();
                }
            } catch (AssertionError | RuntimeException e) {
                fail("With -Dreplica.random.seed=" + seed + ": " + e.getMessage(), e);
            }
            programs += calls.programs();
            messages += calls.messages();
        }
        System.out.println("Random calls: seeds " + first + " to " + (seed - 1) + ", " + programs + " programs, "
                + messages + " messages");
        assertThat(messages).isGreaterThan(programs);
    }
}
