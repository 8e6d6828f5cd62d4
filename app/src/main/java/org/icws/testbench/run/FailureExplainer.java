package org.icws.testbench.run;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.icws.replica.DataDirectoryInUseException;
import org.icws.replica.ReplicaException;

/** Words for what can go wrong in each step, when the step itself has no better ones. */
final class FailureExplainer {

    /** The testbench was closed while it started. */
    static final StepFailure STOPPED = new StepFailure(
            "The start was stopped.", "The testbench was closed meanwhile.", "Start it again.", "stopped");

    private final RuntimeOptions options;

    FailureExplainer(RuntimeOptions options) {
        this.options = options;
    }

    StepFailure explain(StartStep step, Throwable cause) {
        if (cause instanceof FileSystemException) {
            return dataDirectory(cause);
        }
        if (cause instanceof InterruptedException) {
            return STOPPED;
        }
        return switch (step) {
            case REPLICA -> keptNetwork(cause).orElseGet(() -> replica(cause));
            case CANISTER -> canister(cause);
            case GATEWAY -> gateway(cause);
            case CLIENT -> client(cause);
        };
    }

    private StepFailure dataDirectory(Throwable cause) {
        return new StepFailure(
                "The data directory " + options.dataDir() + " cannot be used.",
                sentence(cause),
                "Make it writable for you, or choose another one with --data-dir.",
                "data-dir");
    }

    /** Words for what can be wrong with a network that is kept. */
    private Optional<StepFailure> keptNetwork(Throwable cause) {
        Optional<Path> directory = options.replica().networkDirectory(options.dataDir());
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        if (cause instanceof DataDirectoryInUseException) {
            return Optional.of(new StepFailure(
                    "The network in " + directory.get() + " is running already.",
                    sentence(cause),
                    "Stop that process, or start with another directory (--data-dir), or with a network in memory.",
                    "data-dir-in-use"));
        }
        if (cause instanceof ReplicaException
                && cause.getMessage().contains(directory.get().toString())) {
            return Optional.of(new StepFailure(
                    "The network kept in " + directory.get() + " cannot be used.",
                    sentence(cause),
                    "Start with the version that wrote it, with another directory (--data-dir), or with a network in memory.",
                    "kept-network"));
        }
        return Optional.empty();
    }

    private static StepFailure replica(Throwable cause) {
        return new StepFailure(
                "The embedded replica did not start.",
                sentence(cause),
                "The log has the details; another network can be used with serve --replica-url.",
                "replica-start");
    }

    private static StepFailure canister(Throwable cause) {
        return new StepFailure(
                "The sample canister was not installed.",
                sentence(cause),
                "The log has the details; serve --no-sample starts without it.",
                "canister-install");
    }

    static StepFailure capture(Throwable cause) {
        return new StepFailure(
                "What happens cannot be captured.",
                sentence(cause),
                "Choose another file with --capture, or leave it out.",
                "capture");
    }

    private StepFailure gateway(Throwable cause) {
        String what = options.replicaUrl() == null
                ? "Look at the log for details and start again."
                : "Check that " + options.replicaUrl() + " is right and that the network there runs.";
        return new StepFailure("The gateway did not start.", sentence(cause), what, "gateway-start");
    }

    private static StepFailure client(Throwable cause) {
        return new StepFailure(
                "The built-in client got no verified answer from the sample canister.",
                sentence(cause),
                "The messages table shows how far its messages came.",
                "client-open");
    }

    /** The innermost reason there is a text for, as a sentence. */
    private static String sentence(Throwable cause) {
        String text = cause.getMessage();
        if (text == null || text.isBlank()) {
            text = cause.getCause() != null
                    ? sentence(cause.getCause())
                    : cause.getClass().getSimpleName();
        }
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }
}
