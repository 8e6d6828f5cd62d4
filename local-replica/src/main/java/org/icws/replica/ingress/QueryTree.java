package org.icws.replica.ingress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.OutgoingCall;
import org.icws.replica.execution.Response;
import org.icws.replica.execution.WasmCanister;
import org.icws.replica.state.Canister;
import org.icws.replica.state.MonotonicTime;

/**
 * One composite query with its calls, each made when the one before has been answered. The first response ends it, calls that are
 * left are not made, and so does a trap in a callback (interface specification, "Query call"). Confined to one thread.
 */
final class QueryTree {
    private static final int MAX_CALLS = 500;

    /**
     * Where a query is among those that a user's composite query leads to.
     *
     * @param first the canister the user has asked
     * @param depth calls between the first query and this one
     * @param budget of all of them
     * @param firstCertificate the data certificate of the first canister
     */
    record Place(Principal first, int depth, QueryBudget budget, Supplier<byte[]> firstCertificate) {
        Place below() {
            return new Place(first, depth + 1, budget, firstCertificate);
        }

        /** Data certificates are for the canister that the user has asked, whoever calls it; null = none. */
        Supplier<byte[]> certificate(Principal canister) {
            return canister.equals(first) ? firstCertificate : null;
        }
    }

    /** A query of a canister. */
    record Question(Principal canister, String method, byte[] argument, Caller caller) {}

    private final Canister canister;
    private final WasmCanister copy;
    private final Place place;
    private final MonotonicTime time;
    private final Function<OutgoingCall, Response> ask;

    /** What the query and its callbacks have taken so far. */
    private long instructions;

    /**
     * @param canister that is asked
     * @param copy of its instance, which keeps what the query changes
     * @param place among the other queries
     * @param time of the network
     * @param ask makes a call
     */
    QueryTree(
            Canister canister,
            WasmCanister copy,
            Place place,
            MonotonicTime time,
            Function<OutgoingCall, Response> ask) {
        this.canister = canister;
        this.copy = copy;
        this.place = place;
        this.time = time;
        this.ask = ask;
    }

    /** Runs it. */
    Response run(Question question) {
        MessageContext message = message(EntryPoint.COMPOSITE_QUERY, question.caller())
                .argument(question.argument())
                .callLimit(MAX_CALLS)
                .certificate(place.certificate(canister.id()));
        Optional<CanisterFault> fault = copy.run(QueryExecution.compositeExport(question.method()), message, true);
        charge(message);
        Response response = fault.map(this::rejected)
                .or(() -> Optional.ofNullable(message.response()))
                .orElseGet(() -> callbacks(question.caller(), new ArrayDeque<>(message.calls())));
        QueryExecution.count(canister, question.argument(), response);
        return response;
    }

    private MessageContext message(EntryPoint entryPoint, Caller caller) {
        return place.budget()
                .limit(QueryExecution.message(canister, entryPoint, caller, time.now())
                        .instructionsBefore(instructions));
    }

    private void charge(MessageContext message) {
        instructions = message.instructions().ofContext();
        place.budget().charge(message);
        canister.queryStatistics().countInstructions(message.instructions().ofMessage());
    }

    private Response rejected(CanisterFault fault) {
        return Response.Reject.of(fault.code(), QueryExecution.prefix(canister) + fault.getMessage());
    }

    private Response callbacks(Caller caller, Deque<OutgoingCall> open) {
        while (!open.isEmpty()) {
            place.budget().descend(place.depth());
            Optional<Response> spent = place.budget().spent();
            if (spent.isPresent()) {
                return spent.get();
            }
            OutgoingCall call = open.removeFirst();
            Optional<Response> response = callback(caller, call, ask.apply(call), open);
            if (response.isPresent()) {
                return response.get();
            }
        }
        return QueryExecution.noReply(canister);
    }

    /** Runs a callback; the response of the whole query if that is its end. */
    private Optional<Response> callback(Caller caller, OutgoingCall call, Response answer, Deque<OutgoingCall> open) {
        Optional<Response> spent = place.budget().spent();
        if (spent.isPresent()) {
            return spent;
        }
        boolean replied = answer instanceof Response.Reply;
        MessageContext message = message(replied ? EntryPoint.COMPOSITE_REPLY : EntryPoint.COMPOSITE_REJECT, caller)
                .callLimit(MAX_CALLS - open.size());
        if (answer instanceof Response.Reply reply) {
            message.argument(reply.data());
        } else if (answer instanceof Response.Reject reject) {
            message.reject(reject.code(), reject.message());
        }
        Optional<CanisterFault> fault = copy.run(replied ? call.onReply() : call.onReject(), message, true);
        charge(message);
        if (fault.isPresent()) {
            cleanUp(caller, call);
        }
        open.addAll(message.calls());
        return fault.map(this::rejected).or(() -> Optional.ofNullable(message.response()));
    }

    private void cleanUp(Caller caller, OutgoingCall call) {
        if (call.onCleanup() != null) {
            MessageContext message = message(EntryPoint.COMPOSITE_CLEANUP, caller);
            copy.run(call.onCleanup(), message, true);
            charge(message);
        }
    }
}
