package org.icws.replica.ingress;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CycleFlow;
import org.icws.replica.execution.EntryPoint;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.MessageContext;
import org.icws.replica.execution.Response;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterStatus;

/** Runs one query method on one canister, on its thread, and drops what it changes. Stateless. */
final class QueryExecution {
    private static final String PLAIN = "canister_query ";
    private static final String COMPOSITE = "canister_composite_query ";

    private QueryExecution() {}

    /** Whether a method is a composite query. Any thread. */
    static boolean isComposite(Canister canister, String method) {
        var wasm = canister.wasm();
        return wasm != null && !wasm.exports(PLAIN + method) && wasm.exports(COMPOSITE + method);
    }

    static String compositeExport(String method) {
        return COMPOSITE + method;
    }

    /** Why a query cannot be executed; empty = it can. */
    static Optional<Response> refusal(Canister canister, String method) {
        String prefix = prefix(canister);
        if (canister.status() != CanisterStatus.RUNNING) {
            return Optional.of(LifecycleOperations.notRunning(canister));
        }
        if (canister.wasm() == null) {
            return Optional.of(Response.Reject.of(ErrorCode.NO_WASM_MODULE, prefix + CanisterFault.NO_CODE));
        }
        boolean exists =
                canister.wasm().exports(PLAIN + method) || canister.wasm().exports(COMPOSITE + method);
        return exists
                ? Optional.empty()
                : Optional.of(Response.Reject.of(
                        ErrorCode.METHOD_NOT_FOUND, prefix + "Canister has no query method '" + method + "'"));
    }

    static String prefix(Canister canister) {
        return "Error from Canister " + canister.id() + ": ";
    }

    static MessageContext message(Canister canister, EntryPoint entryPoint, Caller caller, long timeNanos) {
        return new MessageContext(entryPoint, timeNanos)
                .caller(caller.principal().getValue())
                .callerInfo(caller.info())
                .cycles(new CycleFlow(canister.cycles(), BigInteger.ZERO, BigInteger.ZERO));
    }

    /**
     * Runs a query that makes no calls.
     *
     * @param certificate builds the data certificate; null = there is none
     * @param budget pays for it; null = it is not part of a composite query
     */
    static Response run(
            Canister canister,
            String method,
            byte[] argument,
            Caller caller,
            long timeNanos,
            Supplier<byte[]> certificate,
            QueryBudget budget) {
        Optional<Response> refusal = refusal(canister, method);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        MessageContext message = message(canister, EntryPoint.QUERY, caller, timeNanos)
                .argument(argument)
                .certificate(certificate);
        if (budget != null) {
            budget.limit(message);
        }
        Optional<CanisterFault> fault = canister.wasm().run(PLAIN + method, message, false);
        if (budget != null) {
            budget.charge(message);
        }
        canister.queryStatistics().countInstructions(message.instructions().ofMessage());
        Response response = response(canister, message, fault);
        count(canister, argument, response);
        return response;
    }

    /** Counts a query with its answer. */
    static void count(Canister canister, byte[] argument, Response response) {
        canister.queryStatistics()
                .count(argument.length, response instanceof Response.Reply reply ? reply.data().length : 0);
    }

    private static Response response(Canister canister, MessageContext message, Optional<CanisterFault> fault) {
        if (fault.isPresent()) {
            return Response.Reject.of(
                    fault.get().code(), prefix(canister) + fault.get().getMessage());
        }
        return message.response() != null ? message.response() : noReply(canister);
    }

    static Response noReply(Canister canister) {
        return Response.Reject.of(ErrorCode.NO_REPLY, "Canister " + canister.id() + " did not produce a response");
    }
}
