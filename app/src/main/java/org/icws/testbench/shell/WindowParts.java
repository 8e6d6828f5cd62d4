package org.icws.testbench.shell;

import java.net.URI;
import org.icws.testbench.latency.LatencyViewModel;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.overview.OverviewViewModel;
import org.icws.testbench.queues.QueuesViewModel;
import org.icws.testbench.store.Frame;
import org.icws.testbench.trust.SignaturesViewModel;
import org.icws.testbench.welcome.WelcomeViewModel;

/** What the pages show, each with what belongs to it. FX thread only. */
record WindowParts(
        ShellViewModel shell,
        WelcomeViewModel welcome,
        OverviewViewModel overview,
        ConnectionsPart connections,
        MessagesViewModel messages,
        MessagesPart messagesPart,
        SessionPart sessions,
        SignaturesViewModel signatures,
        QueuesViewModel queues,
        LatencyViewModel latency,
        ComposePart compose,
        ScenarioPage scenarios,
        ReplicaPage replica) {

    /**
     * Another network is asked for. What the one before left can be looked at and saved until there is another one.
     *
     * @param outside where it answers; null for the embedded one
     */
    void begin(URI outside) {
        scenarios.model().leave();
        welcome.begin(outside);
    }

    /** Another network is there: nothing of the one before is shown any more. */
    void clear() {
        messages.clear();
        connections.model().clear();
        queues.clear();
        overview.clear();
        latency.clear();
        signatures.clear();
    }

    /** What has happened since the last frame. */
    void onFrame(Frame frame) {
        if (frame.snapshot() == null) {
            return;
        }
        shell.onFrame(frame);
        messages.onFrame(frame);
        connections.model().onFrame(frame);
        queues.onFrame(frame);
        latency.onFrame(frame);
        overview.onFrame(frame);
        signatures.onFrame(frame);
        compose.model().onFrame(frame);
        replica.onFrame(frame);
        scenarios.onFrame(frame);
        shell.showKept(
                messages.rows().size(),
                messages.capacity(),
                messages.droppedProperty().get(),
                messages.payloads().memoryBytes(),
                messages.payloads().diskBytes(),
                messages.payloads().lost(),
                messages.payloads().problem());
    }

    /** Ends their threads and files. */
    void close() {
        compose.close();
        replica.close();
        scenarios.close();
        messagesPart.close();
        messages.payloads().close();
        sessions.close();
    }
}
