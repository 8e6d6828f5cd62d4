package org.icws.replica.management;

import java.util.Optional;
import java.util.Set;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidException;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.state.Canister;
import org.icws.replica.state.ResponseSink;

/**
 * The management canister {@code aaaaa-aa} (interface specification, "The IC management canister"): who may call what, where it is
 * carried out, and how. Thread-safe.
 */
public final class Management {
    private static final Set<String> CREATE = Set.of("create_canister", "provisional_create_canister_with_cycles");
    private static final Set<String> NETWORK = Set.of("raw_rand", "http_request", "subnet_info");
    private static final Set<String> NOT_HERE = Set.of(
            "ecdsa_public_key",
            "sign_with_ecdsa",
            "schnorr_public_key",
            "sign_with_schnorr",
            "vetkd_public_key",
            "vetkd_derive_key",
            "node_metrics_history",
            "bitcoin_get_balance",
            "bitcoin_get_utxos",
            "bitcoin_send_transaction",
            "bitcoin_get_current_fee_percentiles",
            "bitcoin_get_block_headers",
            "subnet_metrics",
            "flexible_http_request");
    private static final String LOGS = "fetch_canister_logs";
    private static final Set<String> QUERIES = Set.of(LOGS, "canister_status", "canister_metrics", "canister_info");
    private static final String LIST = "list_canisters";

    private final CanisterMethods methods;
    private final CanisterDirectory directory;

    /**
     * @param host what canisters run on
     * @param directory finds canisters
     */
    public Management(CanisterHost host, CanisterDirectory directory) {
        this.methods = new CanisterMethods(host);
        this.directory = directory;
    }

    /** Where a call is carried out. */
    public sealed interface Place {
        /**
         * On the canister it is about.
         *
         * @param canister an existing one
         */
        record OnCanister(Principal canister) implements Place {}

        /** In the network itself. */
        record InNetwork() implements Place {}
    }

    /**
     * Decides where a call is carried out.
     *
     * @throws CanisterFault there is no such method, its argument cannot be read, or the caller may not call it
     */
    public Place place(ManagementCall call) {
        CanisterMethods.Method method = methods.find(call.method());
        if (method == null) {
            requireNetworkMethod(call);
            return new Place.InNetwork();
        }
        if (method.access() == Access.CANISTERS && !call.byCanister()) {
            throw call.method().equals(LOGS) ? queriesOnly(LOGS) : canistersOnly(call.method());
        }
        Principal id = Arguments.decode(call.argument()).principal(method.idField());
        requireAccess(method, call, id);
        return new Place.OnCanister(id);
    }

    private Canister existing(Principal id) {
        return directory
                .find(id)
                .orElseThrow(() -> new CanisterFault(ErrorCode.CANISTER_NOT_FOUND, "Canister " + id + " not found"));
    }

    private void requireAccess(CanisterMethods.Method method, ManagementCall call, Principal id) {
        Canister canister = existing(id);
        if (method.access() == Access.CONTROLLERS && !canister.controllers().contains(call.caller())) {
            throw CanisterMethods.notController(id, method.name());
        }
        boolean self = id.equals(call.caller());
        if (method.access() == Access.CONTROLLERS_AND_SELF
                && !self
                && !canister.controllers().contains(call.caller())) {
            throw CanisterMethods.notController(id, method.name());
        }
        if (method.name().equals("canister_status")) {
            CanisterMethods.requireVisible(canister, call.caller());
        }
    }

    private static void requireNetworkMethod(ManagementCall call) {
        if (CREATE.contains(call.method())) {
            Arguments.decode(call.argument());
            return;
        }
        if (NETWORK.contains(call.method())) {
            if (!call.byCanister()) {
                throw canistersOnly(call.method());
            }
            return;
        }
        if (call.method().equals(LIST)) {
            throw queriesOnly(LIST);
        }
        throw unknown(call.method());
    }

    private static CanisterFault queriesOnly(String method) {
        return new CanisterFault(
                ErrorCode.CANISTER_REJECTED, method + " API is only accessible in non-replicated mode");
    }

    private static CanisterFault unknown(String method) {
        String text = NOT_HERE.contains(method)
                ? "Management canister method " + method + " is not available on this local replica"
                : "Management canister has no method '" + method + "'";
        return new CanisterFault(ErrorCode.METHOD_UNKNOWN, text);
    }

    private static CanisterFault canistersOnly(String method) {
        return new CanisterFault(
                ErrorCode.CANISTER_REJECTED, "ic00 method " + method + " can be called only by a canister");
    }

    /**
     * The effective canister id of a call by a user (interface specification, "Effective canister id").
     *
     * @return empty = any is right
     * @throws CanisterFault as {@link #place}
     */
    public Optional<Principal> effectiveCanister(ManagementCall call) {
        return place(call) instanceof Place.OnCanister on ? Optional.of(on.canister()) : Optional.empty();
    }

    /** Whether a call creates a canister. */
    public static boolean creates(String method) {
        return CREATE.contains(method);
    }

    /** What became of a call on a canister. */
    public enum Outcome {
        /** It was answered, or will be. */
        DONE,
        /** It was answered, and the canister is to be removed. */
        DELETED
    }

    /** Carries out a call on the canister it is about, on that canister's thread, and answers it. */
    public Outcome run(ManagementCall call, Canister canister, long timeNanos, ResponseSink answers) {
        ManagementRequest request = null;
        Response response;
        try {
            CanisterMethods.Method method = methods.find(call.method());
            request = new ManagementRequest(
                    call, Arguments.decode(call.argument()), canister, directory, timeNanos, answers);
            // Settings may have changed while the call was waiting.
            requireAccess(method, call, canister.id());
            response = method.body().run(request);
        } catch (CanisterFault fault) {
            response = Response.Reject.of(fault.code(), fault.getMessage());
        } catch (CandidException e) {
            CanisterFault fault = Arguments.unreadable(e.getMessage());
            response = Response.Reject.of(fault.code(), fault.getMessage());
        }
        if (request == null) {
            answers.respond(call.origin(), response, call.cycles());
            return Outcome.DONE;
        }
        if (!request.isDeferred()) {
            answers.respond(call.origin(), response, request.cyclesLeft());
        }
        return request.isDeleted() ? Outcome.DELETED : Outcome.DONE;
    }

    /**
     * Carries out a method on a canister for the program that the network is embedded in, which may do whatever a controller may. On
     * the canister's thread.
     *
     * @param call by whom the canister's history is to say that it was done, with the argument
     * @return the answer; null = it comes later
     * @throws CanisterFault why it is refused
     */
    public Response perform(ManagementCall call, Canister canister, long timeNanos, ResponseSink answers) {
        return methods.find(call.method())
                .body()
                .run(new ManagementRequest(
                        call, Arguments.decode(call.argument()), canister, directory, timeNanos, answers));
    }

    /**
     * The canister a query of the management canister is about.
     *
     * @throws CanisterFault there is no such method or canister, or its argument cannot be read
     */
    public Principal queried(String method, byte[] argument) {
        if (!QUERIES.contains(method)) {
            throw new CanisterFault(
                    ErrorCode.METHOD_NOT_FOUND,
                    "Query method " + method + " not found."
                            + (methods.find(method) == null ? "" : " Call it as update."));
        }
        Principal id = Arguments.decode(argument).principal("canister_id");
        existing(id);
        return id;
    }

    /** Whether a query is about the network as a whole, not about one canister. */
    public static boolean isAboutNetwork(String method) {
        return method.equals(LIST);
    }

    /**
     * Answers a query of the management canister, on the canister's thread.
     *
     * @throws CanisterFault the caller may not ask that
     */
    public Response query(String method, Canister canister, Principal caller, byte[] argument) {
        switch (method) {
            case "canister_status":
                CanisterMethods.requireVisible(canister, caller);
                return new Response.Reply(StatusReport.status(canister));
            case "canister_metrics":
                if (!canister.controllers().contains(caller)) {
                    throw CanisterMethods.notController(canister.id(), method);
                }
                return new Response.Reply(StatusReport.metricsOf(canister));
            case "canister_info":
                return new Response.Reply(StatusReport.info(canister, Arguments.decode(argument)));
            default:
                CanisterMethods.requireLogs(canister, caller);
                return new Response.Reply(LogReport.of(canister, Arguments.decode(argument)));
        }
    }
}
