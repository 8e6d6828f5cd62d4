package org.icws.testbench.serve;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.icws.testbench.run.RuntimeOptions;
import org.icws.testbench.run.StartException;
import org.icws.testbench.run.StartListener;
import org.icws.testbench.run.StepFailure;
import org.icws.testbench.run.TestbenchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a testbench until the process is told to stop. */
public final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Server() {}

    /**
     * Starts everything, prints the ready line on standard output, and blocks. On SIGTERM or Ctrl-C everything is closed and
     * the process ends with exit code 0; this method returns only when the start failed.
     *
     * @return the exit code of a failed start: 2 if a port that was asked for is taken, otherwise 1
     */
    public static int run(RuntimeOptions options) {
        TestbenchRuntime runtime = new TestbenchRuntime(options, StartListener.NONE);
        StopOnSignal stop = StopOnSignal.closing(runtime);
        try {
            runtime.start();
            printReady(runtime);
            new CountDownLatch(1).await();
        } catch (StartException e) {
            return failed(runtime, stop, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop.cancel();
        runtime.close();
        return FAILED;
    }

    private static int failed(TestbenchRuntime runtime, StopOnSignal stop, StartException e) {
        stop.cancel();
        runtime.close();
        StepFailure failure = e.failure();
        LOG.error("{} ({})", failure.oneLine(), failure.code());
        return failure.code().equals(StepFailure.PORT_IN_USE) ? USAGE : FAILED;
    }

    private static void printReady(TestbenchRuntime runtime) {
        ReadyLine line = new ReadyLine(
                runtime.gateway().url(),
                runtime.replicaUrl(),
                runtime.rootKey().hex(),
                runtime.gateway().principal(),
                runtime.canisters());
        // Not System.out.println: its line end and character set depend on the platform.
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print(line.json() + "\n");
        out.flush();
    }
}
