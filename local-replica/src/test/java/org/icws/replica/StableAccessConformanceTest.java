package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How much of its stable memory a canister may read or write in one execution. */
class StableAccessConformanceTest extends ConformanceCases {
    private static final String SOURCE = " [LIMITS, memory limits; IC0524]";
    private static final long GIB = 1L << 30;
    private static final int CHUNK = 32 << 20;
    private static final int CHUNK_PAGES = CHUNK >> 16;
    private static final int STABLE_PAGES = 50_000;

    @Override
    @BeforeAll
    void start() {
        super.start();
        // Its code is compiled while the first case runs.
        network.install(ScriptCanister.wasm());
    }

    @TestFactory
    Stream<DynamicTest> conformance() {
        rule("a message accesses 2 GiB of stable memory" + SOURCE, () -> {
            grow();
            assertThat(ScriptNetwork.text(
                            network.update(canister, reading(2 * GIB).reply("read"))))
                    .isEqualTo("read");
            assertThat(ScriptNetwork.text(
                            network.update(canister, reading(2 * GIB).reply("again"))))
                    .as("the next one begins anew")
                    .isEqualTo("again");
        });
        rule("a message that reads a page more is ended and undone" + SOURCE, () -> {
            grow();
            Script tooMuch = s().store(BUFFER, 7).then(reading(2 * GIB)).call("stable64_read", MEMORY_END, 2 * GIB, 1);
            assertExceeded(network.update(canister, tooMuch.reply()), "limit 2097152 KB");
            assertThat(stored(canister, BUFFER)).isZero();
        });
        rule("what a message writes counts too" + SOURCE, () -> {
            grow();
            Script tooMuch = reading(2 * GIB).call("stable64_write", 2 * GIB, MEMORY_END, 1);
            assertExceeded(network.update(canister, tooMuch.reply()), "limit 2097152 KB");
        });
        rule("what is accessed again does not count again" + SOURCE, () -> {
            grow();
            Script script = reading(2 * GIB).call("stable64_write", 2 * GIB - 1, MEMORY_END, 1);
            assertThat(network.update(canister, script.reply()).replied()).isTrue();
        });
        rule("a query accesses 1 GiB of stable memory" + SOURCE, () -> {
            grow();
            assertThat(network.query(canister, reading(GIB).reply()).replied()).isTrue();
            Script tooMuch = reading(GIB).call("stable64_read", MEMORY_END, GIB, 1);
            assertExceeded(network.query(canister, tooMuch.reply()), "limit 1048576 KB");
        });
        rule("a query that is called as an update does not access more" + SOURCE, () -> {
            grow();
            Script tooMuch =
                    reading(GIB).call("stable64_read", MEMORY_END, GIB, 1).reply();
            assertExceeded(network.agent.update(canister, "ask", tooMuch.bytes()), "limit 1048576 KB");
        });
        rule("an upgrade accesses more than a message" + SOURCE, () -> {
            grow();
            network.replica
                    .control()
                    .upgrade(canister, ScriptCanister.wasm(), reading(3 * GIB).bytes());
            assertThat(network.update(canister, s().reply()).replied()).isTrue();
        });
        return cases.stream();
    }

    private void grow() {
        Script grow = s().call("stable64_grow", STABLE_PAGES).drop();
        assertThat(network.update(canister, grow.reply()).replied()).isTrue();
    }

    /** Reads so many bytes from the start, in chunks, behind the memory that the canister has already. */
    private static Script reading(long bytes) {
        Script script = s().grow(CHUNK_PAGES).drop();
        for (long offset = 0; offset < bytes; offset += CHUNK) {
            script.call("stable64_read", MEMORY_END, offset, CHUNK);
        }
        return script;
    }

    private static void assertExceeded(TestAgent.Outcome outcome, String limit) {
        assertFails(outcome, "IC0524", "Canister exceeded memory access limits");
        assertThat(outcome.message()).contains(limit);
    }
}
