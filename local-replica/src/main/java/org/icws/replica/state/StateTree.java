package org.icws.replica.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.principal.Principals;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.certification.NetworkKeys;
import org.icws.replica.certification.StateMap;
import org.icws.replica.certification.StateNode;
import org.icws.replica.execution.CanisterModule;

/**
 * The system state tree: puts together what canisters and calls contribute, gives it a time, and publishes it. Thread-safe.
 */
public final class StateTree {
    /** A published state is shown for this long before its time is renewed on demand. */
    private static final long MAX_AGE_NANOS = 500_000_000L;

    private static final byte[] CANISTER = label("canister");

    private final NetworkKeys keys;
    private final MonotonicTime time;
    private final RequestStatuses requests;
    private final SubnetMetrics metrics = new SubnetMetrics();
    private final StateMap ownSubnet;
    private StateMap fixedPart;
    private boolean metricsChanged = true;
    private StateMap canisters = StateMap.EMPTY;
    private CertifiedState newest;
    private CertifiedState newestSigned;
    private boolean standsStill;
    private long ageNanos;

    /**
     * @param keys sign the states
     * @param time gives each state its time
     * @param requests the calls by users
     */
    public StateTree(NetworkKeys keys, MonotonicTime time, RequestStatuses requests) {
        this.keys = keys;
        this.time = time;
        this.requests = requests;
        byte[] ranges = ranges();
        this.ownSubnet = ownSubnet(keys, ranges);
        this.fixedPart = fixedPart(keys, ranges);
        publish(0);
    }

    private static byte[] ranges() {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartArray(null, 1);
            generator.writeStartArray(null, 2);
            generator.writeBinary(Principals.canisterId(0).getValue());
            generator.writeBinary(Principals.canisterId(-1L).getValue());
            generator.writeEndArray();
            generator.writeEndArray();
        });
    }

    private static StateMap ownSubnet(NetworkKeys keys, byte[] ranges) {
        StateMap node =
                StateMap.EMPTY.with("public_key", StateNode.leaf(keys.node().publicKeyDer()));
        return StateMap.EMPTY
                .with("canister_ranges", StateNode.leaf(ranges))
                .with("node", StateMap.EMPTY.with(keys.nodeId().getValue(), node))
                .with("public_key", StateNode.leaf(keys.rootKeyDer()))
                .with("type", StateNode.leaf("application"));
    }

    private static StateMap fixedPart(NetworkKeys keys, byte[] ranges) {
        byte[] subnet = keys.subnetId().getValue();
        byte[] first = Principals.canisterId(0).getValue();
        return StateMap.EMPTY
                .with("api_boundary_nodes", StateMap.EMPTY)
                .with(
                        "canister_ranges",
                        StateMap.EMPTY.with(subnet, StateMap.EMPTY.with(first, StateNode.leaf(ranges))));
    }

    /** Takes over the present state of a canister; becomes visible with the next publication. */
    public synchronized void update(Canister canister) {
        canisters = canisters.with(canister.id().getValue(), node(canister));
        metrics.update(canister);
        metricsChanged = true;
    }

    /** Takes a canister out; becomes visible with the next publication. */
    public synchronized void remove(Principal canister) {
        canisters = canisters.without(canister.getValue());
        metrics.remove(canister);
        metricsChanged = true;
    }

    /** Counts executed messages; becomes visible with the next publication. */
    public synchronized void executed(long messages) {
        metrics.executed(messages);
        metricsChanged |= messages > 0;
    }

    private static StateMap node(Canister canister) {
        byte[] controllers = Cbor.writeSelfDescribed(generator -> {
            generator.writeStartArray(null, canister.controllers().size());
            for (Principal controller : canister.controllers()) {
                generator.writeBinary(controller.getValue());
            }
            generator.writeEndArray();
        });
        StateMap node = StateMap.EMPTY.with("controllers", StateNode.leaf(controllers));
        node = withTime(node, "canister_creation_timestamp", canister.createdNanos());
        CanisterModule module = canister.module();
        if (module == null) {
            return node;
        }
        StateMap metadata = StateMap.EMPTY;
        for (Map.Entry<String, CanisterModule.MetadataSection> section :
                module.metadata().entrySet()) {
            metadata = metadata.with(
                    section.getKey(), StateNode.leaf(section.getValue().content()));
        }
        return withTime(node, "last_install_timestamp", canister.installedNanos())
                .with("certified_data", StateNode.leaf(canister.certifiedData()))
                .with("metadata", metadata)
                .with("module_hash", StateNode.leaf(module.hash()));
    }

    private static StateMap withTime(StateMap node, String label, long nanos) {
        return nanos == 0 ? node : node.with(label, StateNode.leaf(Leb128.unsigned(nanos)));
    }

    /**
     * Publishes the present state with a new time.
     *
     * @param height number of the round
     */
    public synchronized CertifiedState publish(long height) {
        if (standsStill && newest != null) {
            return newest;
        }
        long now = time.next() - ageNanos;
        showMetrics();
        StateMap root = fixedPart
                .with(CANISTER, canisters)
                .with("request_status", requests.tree())
                .with("time", StateNode.leaf(Leb128.unsigned(now)));
        newest = new CertifiedState(height, now, root, keys.subnet());
        return newest;
    }

    private void showMetrics() {
        if (metricsChanged) {
            StateMap own = ownSubnet.with("metrics", StateNode.leaf(metrics.encode()));
            fixedPart =
                    fixedPart.with("subnet", StateMap.EMPTY.with(keys.subnetId().getValue(), own));
            metricsChanged = false;
        }
    }

    /** Publishes newly registered calls without waiting for the next round. */
    public synchronized void publishRegistered() {
        publish(newest.height());
    }

    /** The newest published state, with a renewed time if it has grown old. */
    public synchronized CertifiedState current() {
        if (time.now() - ageNanos - newest.timeNanos() > MAX_AGE_NANOS) {
            publish(newest.height());
        }
        newestSigned = newest;
        return newest;
    }

    /**
     * A state that shows a canister as it is in the newest one. A state that is signed already is preferred, so that queries to one
     * canister do not cause signatures because of calls to others.
     */
    public synchronized CertifiedState currentFor(Principal canister) {
        byte[] id = canister.getValue();
        boolean reusable = newestSigned != null
                && time.now() - ageNanos - newestSigned.timeNanos() <= MAX_AGE_NANOS
                && ((StateMap) newestSigned.root().get(CANISTER)).get(id) == canisters.get(id);
        return reusable ? newestSigned : current();
    }

    /**
     * Makes the tree faulty on purpose, or heals it.
     *
     * @param still whether nothing new is published
     * @param age how far published times lie in the past
     */
    public synchronized void faults(boolean still, Duration age) {
        standsStill = still;
        ageNanos = age.toNanos();
        newestSigned = null;
        if (!still) {
            publish(newest.height());
        }
    }

    /** Whether nothing new is published. */
    public synchronized boolean standsStill() {
        return standsStill;
    }

    /** A path of labels given as text. */
    public static List<byte[]> path(String... labels) {
        return Arrays.stream(labels).map(StateTree::label).toList();
    }

    /** A label given as text. */
    public static byte[] label(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
