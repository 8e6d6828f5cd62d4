package org.icws.replica;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the embedding program once if its Java runtime may compile canister code wrongly. With the optimisation
 * {@code SplitIfBlocks} the second compiler of JDK 17.0.15 makes hot functions wrong; JDK 25 does not, and the versions between have
 * not been tried. Thread-safe.
 */
final class JavaRuntimeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JavaRuntimeCheck.class);
    private static final int FIRST_GOOD_VERSION = 25;
    private static final String OPTION = "SplitIfBlocks";
    private static final String STOP_LEVEL = "TieredStopAtLevel";

    /** Up to these, the second compiler is not used. */
    private static final Set<String> FIRST_COMPILER_LEVELS = Set.of("0", "1", "2", "3");

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private JavaRuntimeCheck() {}

    /** Logs a warning if there is reason to, the first time. */
    static void warnOnce() {
        Optional<String> warning = warning(Runtime.version().feature(), JavaRuntimeCheck::option);
        if (warning.isPresent() && WARNED.compareAndSet(false, true)) {
            LOG.warn(warning.get());
        }
    }

    /**
     * What there is to say about a runtime.
     *
     * @param version feature number of its Java version
     * @param options its options; empty for those it does not have or does not tell
     */
    static Optional<String> warning(int version, Function<String, Optional<String>> options) {
        boolean risky = version < FIRST_GOOD_VERSION
                && usesSecondCompiler(options)
                && options.apply(OPTION).map(Boolean::parseBoolean).orElse(false);
        return risky
                ? Optional.of(
                        "This program runs on Java " + version + " without -XX:-" + OPTION + ": the JVM may compile hot"
                                + " canister code wrongly, so that canisters of the local replica fail or compute wrong results."
                                + " Start the JVM with -XX:-" + OPTION
                                + " (and with -XX:-DontCompileHugeMethods, for speed), or use"
                                + " Java " + FIRST_GOOD_VERSION + " or newer.")
                : Optional.empty();
    }

    private static boolean usesSecondCompiler(Function<String, Optional<String>> options) {
        return options.apply(STOP_LEVEL)
                .map(level -> !FIRST_COMPILER_LEVELS.contains(level))
                .orElse(true);
    }

    /** An option of this JVM; empty if it has none of this name, or does not tell, as those that are no HotSpot. */
    static Optional<String> option(String name) {
        try {
            Object option = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "getVMOption",
                            new Object[] {name},
                            new String[] {String.class.getName()});
            return option instanceof CompositeData data
                    ? Optional.ofNullable(data.get("value")).map(Object::toString)
                    : Optional.empty();
        } catch (JMException | RuntimeException | LinkageError e) {
            LOG.debug("The JVM does not tell its option {}", name, e);
            return Optional.empty();
        }
    }
}
