package org.icws.replica.ingress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.DelegationTargets;
import org.icws.protocol.request.Envelope;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.state.Canister;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.StateTree;

/** Decides who may read which paths of the state, and certifies them (interface specification, "Request: Read state"). */
public final class ReadStateService {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_ID_BYTES = 32;

    private final Scheduler scheduler;
    private final RequestStatuses requests;
    private final StateTree state;
    private final Principal subnet;

    /**
     * @param scheduler knows the canisters
     * @param requests knows the calls
     * @param state certifies
     * @param subnet the network's subnet
     */
    public ReadStateService(Scheduler scheduler, RequestStatuses requests, StateTree state, Principal subnet) {
        this.scheduler = scheduler;
        this.requests = requests;
        this.state = state;
        this.subnet = subnet;
    }

    /**
     * Reads paths.
     *
     * @param envelope an authenticated request
     * @param canister the canister in the URL; null for the subnet's endpoint
     * @return a certificate
     * @throws RequestRefusedException a path may not be read
     */
    public byte[] read(Envelope envelope, Principal canister) {
        List<List<byte[]>> paths = new ArrayList<>(envelope.content().paths());
        requireOneRequest(paths);
        if (Principals.MANAGEMENT.equals(canister)
                && !paths.stream().allMatch(path -> path.size() > 1 && is(path, 0, "request_status"))) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "Only the status of a request can be read through the management canister's id.");
        }
        for (List<byte[]> path : paths) {
            check(path, envelope, canister);
        }
        paths.add(StateTree.path("time"));
        return state.current().certificate(paths);
    }

    private static void requireOneRequest(List<List<byte[]>> paths) {
        byte[] first = null;
        for (List<byte[]> path : paths) {
            if (path.size() > 1 && is(path, 0, "request_status")) {
                if (first != null && !Arrays.equals(first, path.get(1))) {
                    throw new RequestRefusedException(
                            BAD_REQUEST,
                            "Can only request a single request ID in request_status paths per read_state request.");
                }
                first = path.get(1);
            }
        }
    }

    private void check(List<byte[]> path, Envelope envelope, Principal canister) {
        boolean allowed;
        if (path.isEmpty()) {
            allowed = false;
        } else if (is(path, 0, "time")) {
            allowed = path.size() == 1;
        } else if (is(path, 0, "api_boundary_nodes")) {
            allowed = true;
        } else if (is(path, 0, "subnet")) {
            allowed = isSubnetPath(path);
        } else if (is(path, 0, "canister_ranges")) {
            allowed = canister == null && path.size() == 2;
        } else if (is(path, 0, "request_status")) {
            allowed = checkRequest(path, envelope, canister);
        } else {
            allowed = is(path, 0, "canister") && canister != null && checkCanister(path, envelope, canister);
        }
        if (!allowed) {
            throw new RequestRefusedException(NOT_FOUND, "Invalid path requested.");
        }
    }

    private static boolean isSubnetPath(List<byte[]> path) {
        if (path.size() <= 2) {
            return true;
        }
        if (is(path, 2, "node")) {
            return path.size() <= 4 || path.size() == 5 && is(path, 4, "public_key");
        }
        return path.size() == 3 && (is(path, 2, "public_key") || is(path, 2, "type") || is(path, 2, "canister_ranges"));
    }

    private boolean checkRequest(List<byte[]> path, Envelope envelope, Principal canister) {
        if (path.size() < 2 || path.size() > 3) {
            return false;
        }
        if (path.get(1).length != REQUEST_ID_BYTES) {
            throw new RequestRefusedException(BAD_REQUEST, "Invalid request id: it must have 32 bytes.");
        }
        Optional<RequestRecord> known = requests.find(path.get(1));
        if (known.isPresent()) {
            checkAccess(known.get(), envelope, canister);
        }
        return true;
    }

    private static void checkAccess(RequestRecord request, Envelope envelope, Principal canister) {
        if (!request.sender().equals(envelope.content().sender())) {
            throw new RequestRefusedException(
                    FORBIDDEN, "The user tries to access Request ID not signed by the caller.");
        }
        if (!DelegationTargets.of(envelope).allows(request.canister())) {
            throw new RequestRefusedException(
                    FORBIDDEN,
                    "The user tries to access request IDs for canisters not belonging to sender delegation targets.");
        }
        if (canister != null && !canister.equals(request.effective())) {
            throw new RequestRefusedException(
                    FORBIDDEN, "The effective canister id in the URL is not the canister of the requested call.");
        }
    }

    private boolean checkCanister(List<byte[]> path, Envelope envelope, Principal canister) {
        if (path.size() < 3) {
            return false;
        }
        if (!Arrays.equals(path.get(1), canister.getValue())) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Effective principal id in URL " + canister + " does not match requested principal id.");
        }
        if (is(path, 2, "controllers") || is(path, 2, "module_hash")) {
            return path.size() == 3;
        }
        if (path.size() != 4 || !is(path, 2, "metadata")) {
            return false;
        }
        checkMetadata(new String(path.get(3), StandardCharsets.UTF_8), envelope, canister);
        return true;
    }

    private void checkMetadata(String name, Envelope envelope, Principal id) {
        Optional<Canister> canister = scheduler.find(id);
        CanisterModule module = canister.map(Canister::module).orElse(null);
        CanisterModule.MetadataSection section =
                module == null ? null : module.metadata().get(name);
        if (section != null
                && !section.visibleToAll()
                && !canister.get().controllers().contains(envelope.content().sender())) {
            throw new RequestRefusedException(
                    FORBIDDEN,
                    "Custom section '" + name + "' can only be requested by the controllers of the canister.");
        }
    }

    /** Whether a subnet in the URL is this network's. */
    public boolean isOwnSubnet(Principal requested) {
        return subnet.equals(requested);
    }

    private static boolean is(List<byte[]> path, int index, String label) {
        return Arrays.equals(path.get(index), StateTree.label(label));
    }
}
