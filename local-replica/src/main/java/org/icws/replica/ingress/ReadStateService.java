package org.icws.replica.ingress;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
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
    private static final int SHOWN_NAME = 100;

    /** From this version on, a subnet's ranges are read below {@code canister_ranges}, except for the root subnet's. */
    private static final int RANGES_ELSEWHERE = 3;

    private static final Set<String> REQUEST_FIELDS =
            Set.of("status", "reply", "reject_code", "reject_message", "error_code");
    private static final Set<String> CANISTER_FIELDS =
            Set.of("controllers", "module_hash", "canister_creation_timestamp", "last_install_timestamp");
    private static final Set<String> BOUNDARY_NODE_FIELDS = Set.of("domain", "ipv4_address", "ipv6_address");

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
     * @param version of the endpoint
     * @return a certificate
     * @throws RequestRefusedException a path may not be read
     */
    public byte[] read(Envelope envelope, Principal canister, int version) {
        List<List<byte[]>> paths = new ArrayList<>(envelope.content().paths());
        requireOneRequest(paths);
        if (Principals.MANAGEMENT.equals(canister)
                && !paths.stream().allMatch(path -> path.size() > 1 && is(path, 0, "request_status"))) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "Only the status of a request can be read through the management canister's id.");
        }
        for (List<byte[]> path : paths) {
            check(path, envelope, canister, version);
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
                            "More than one non-unique request ID exists in request_status paths: " + hex(first)
                                    + " and " + hex(path.get(1)) + ".");
                }
                first = path.get(1);
            }
        }
    }

    private static String hex(byte[] requestId) {
        return "0x" + HexFormat.of().formatHex(requestId);
    }

    private void check(List<byte[]> path, Envelope envelope, Principal canister, int version) {
        boolean allowed;
        if (path.isEmpty()) {
            allowed = false;
        } else if (is(path, 0, "time")) {
            allowed = path.size() == 1;
        } else if (is(path, 0, "api_boundary_nodes")) {
            allowed = path.size() <= 2 || path.size() == 3 && BOUNDARY_NODE_FIELDS.contains(text(path, 2));
        } else if (is(path, 0, "subnet")) {
            allowed = isSubnetPath(path, canister, version);
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

    private boolean isSubnetPath(List<byte[]> path, Principal canister, int version) {
        if (path.size() <= 2) {
            return true;
        }
        boolean own = Arrays.equals(path.get(1), subnet.getValue());
        if (is(path, 2, "metrics")) {
            return path.size() == 3 && canister == null && checkOwnSubnet(path.get(1));
        }
        if (is(path, 2, "canister_ranges")) {
            return path.size() == 3 && (own || version < RANGES_ELSEWHERE);
        }
        if (is(path, 2, "node")) {
            return path.size() <= 4 || path.size() == 5 && is(path, 4, "public_key");
        }
        return path.size() == 3 && (is(path, 2, "public_key") || is(path, 2, "type"));
    }

    private boolean checkOwnSubnet(byte[] requested) {
        requireMatch(requested, subnet);
        return true;
    }

    private static void requireMatch(byte[] requested, Principal inUrl) {
        Principal principal;
        try {
            principal = Principals.of(requested);
        } catch (ProtocolException e) {
            throw new RequestRefusedException(BAD_REQUEST, "Could not parse principal ID: " + e.getMessage());
        }
        if (!principal.equals(inUrl)) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Effective principal id in URL " + inUrl + " does not match requested principal id: " + principal
                            + ".");
        }
    }

    private boolean checkRequest(List<byte[]> path, Envelope envelope, Principal canister) {
        if (path.size() != 2 && !(path.size() == 3 && REQUEST_FIELDS.contains(text(path, 2)))) {
            return false;
        }
        if (path.get(1).length != REQUEST_ID_BYTES) {
            throw new RequestRefusedException(
                    BAD_REQUEST,
                    "Invalid request id in paths: it has " + path.get(1).length + " bytes, not " + REQUEST_ID_BYTES
                            + ".");
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
        boolean direct = path.size() == 3 && CANISTER_FIELDS.contains(text(path, 2));
        boolean metadata = path.size() == 4 && is(path, 2, "metadata");
        if (!direct && !metadata) {
            return false;
        }
        String name = metadata ? sectionName(path.get(3)) : null;
        requireMatch(path.get(1), canister);
        if (metadata) {
            checkMetadata(name, envelope, canister);
        }
        return true;
    }

    private static String sectionName(byte[] label) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(label))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RequestRefusedException(
                    BAD_REQUEST, "Could not parse the custom section name: it is not valid UTF-8.");
        }
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
                    "Custom section " + clip(name) + " can only be requested by the controllers of the canister.");
        }
    }

    /** Names come from the module, and may be long. */
    private static String clip(String name) {
        return name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) : name;
    }

    /** Whether a subnet in the URL is this network's. */
    public boolean isOwnSubnet(Principal requested) {
        return subnet.equals(requested);
    }

    private static String text(List<byte[]> path, int index) {
        return new String(path.get(index), StandardCharsets.UTF_8);
    }

    private static boolean is(List<byte[]> path, int index, String label) {
        return Arrays.equals(path.get(index), StateTree.label(label));
    }
}
