package org.icws.gateway.session;

import java.util.Optional;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.replica.CallResult;

/**
 * What a call's result means for its session.
 *
 * @param outcome for the operator
 * @param detail the words of the canister or the network
 * @param cause why the session has to end; null if it goes on
 * @param reason the close reason; null if it goes on
 * @param initiator who ends it
 * @param reached false if the call certainly never reached the canister
 */
record CallVerdict(
        CallOutcome outcome, String detail, CloseCause cause, String reason, String initiator, boolean reached) {
    static final String BY_CANISTER = "canister";
    static final String BY_NETWORK = "network";
    static final String BY_GATEWAY = "gateway";

    private static final int SYS_TRANSIENT = 2;
    private static final int DESTINATION_INVALID = 3;
    private static final int CANISTER_REJECT = 4;

    /** Whether the session goes on. */
    boolean isGood() {
        return cause == null;
    }

    static CallVerdict of(GatewayProtocol protocol, String method, RelayQueue.Ended ended) {
        if (ended.failure() != null) {
            String what = String.valueOf(ended.failure().getMessage());
            return end(CallOutcome.FAILED, CloseCause.INTERNAL, BY_GATEWAY, true, what, what);
        }
        CallResult result = ended.result();
        if (result instanceof CallResult.Replied replied) {
            return replied(protocol, method, replied.reply());
        }
        if (result instanceof CallResult.Rejected rejected) {
            return rejected(method, rejected);
        }
        if (result instanceof CallResult.Refused refused) {
            String text = refused.text().isBlank() ? "HTTP " + refused.status() : refused.text();
            return end(CallOutcome.FAILED, CloseCause.REQUEST_REFUSED, BY_NETWORK, false, text, method, text);
        }
        if (result instanceof CallResult.Unanswered silent) {
            return end(
                    CallOutcome.FAILED, CloseCause.NETWORK_DOWN, BY_NETWORK, true, silent.why(), method, silent.why());
        }
        if (result instanceof CallResult.Untrusted lie) {
            return end(CallOutcome.FAILED, CloseCause.BAD_ANSWER, BY_NETWORK, true, lie.why(), method, lie.why());
        }
        return goesOn(CallOutcome.ACCEPTED, ((CallResult.Accepted) result).why());
    }

    private static CallVerdict replied(GatewayProtocol protocol, String method, byte[] reply) {
        Optional<String> error;
        try {
            error = protocol.refusal(method, reply);
        } catch (V1Exception e) {
            String what = "its result is not readable: " + e.getMessage();
            return end(CallOutcome.FAILED, CloseCause.BAD_ANSWER, BY_CANISTER, true, what, method, what);
        }
        return error.map(text ->
                        end(CallOutcome.REPLIED_ERR, CloseCause.CANISTER_ERR, BY_CANISTER, true, text, method, text))
                .orElseGet(() -> goesOn(CallOutcome.REPLIED_OK, ""));
    }

    private static CallVerdict rejected(String method, CallResult.Rejected rejected) {
        CloseCause cause =
                switch (rejected.code()) {
                    case SYS_TRANSIENT -> CloseCause.NETWORK_DOWN;
                    case DESTINATION_INVALID, CANISTER_REJECT -> CloseCause.CALL_REJECTED;
                    default -> CloseCause.CANISTER_FAILED;
                };
        String initiator = rejected.code() > DESTINATION_INVALID ? BY_CANISTER : BY_NETWORK;
        return end(
                CallOutcome.REJECTED,
                cause,
                initiator,
                rejected.executed(),
                rejected.message(),
                method,
                TrapText.of(rejected.message()));
    }

    private static CallVerdict end(
            CallOutcome outcome,
            CloseCause cause,
            String initiator,
            boolean reached,
            String detail,
            Object... reasonDetails) {
        return new CallVerdict(outcome, detail, cause, cause.reason(reasonDetails), initiator, reached);
    }

    private static CallVerdict goesOn(CallOutcome outcome, String detail) {
        return new CallVerdict(outcome, detail, null, null, BY_NETWORK, true);
    }
}
