package org.icws.testbench.messages;

import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;

/**
 * What a failed step means for a person.
 *
 * @param what what happened
 * @param why what can be the reason
 * @param todo what to do about it
 */
record FailureWords(String what, String why, String todo) {

    private static final String DROP = "A client that checks must drop it. ";

    static FailureWords of(ProofStep step) {
        FailureWords known = ofCanister(step.name());
        known = known == null ? ofClient(step.name()) : known;
        return known != null
                ? known
                : new FailureWords(
                        step.title() + ": no.",
                        step.detail().isEmpty() ? "The two values differ." : step.detail() + ".",
                        "Compare the two values.");
    }

    /** About a message of a canister; null if the step is none of its proof's. */
    private static FailureWords ofCanister(String step) {
        return switch (step) {
            case Proof.CERTIFICATE ->
                new FailureWords(
                        "The certificate cannot be read.",
                        "The canister or whoever lies between sent bytes that are no certificate.",
                        DROP + "Compare the bytes in Messages with what the canister sends.");
            case Proof.DELEGATION ->
                new FailureWords(
                        "The subnet that signed is not vouched for by the root key, or not responsible for this canister.",
                        "Another network answers than the one whose root key is used, or the answer was made up.",
                        DROP + "Check the network's address and where the root key came from (chip in the header).");
            case Proof.SIGNATURE ->
                new FailureWords(
                        "The certificate is not signed under the root key.",
                        "Another network answers than the one whose root key is used, or the answer was made up.",
                        DROP + "Check where the root key came from; a local network makes a new one at each start.");
            case Proof.TIME ->
                new FailureWords(
                        "Its time is not in the permitted window.",
                        "The clocks differ, the network stands still, or an old answer was sent again.",
                        DROP + "Compare the clocks; Latency shows how far they are apart.");
            case Proof.CERTIFIED_DATA ->
                new FailureWords(
                        "The certificate says nothing about this canister's data.",
                        "The canister has not called certified_data_set, or the certificate is another canister's.",
                        DROP + "Look at how the canister certifies its messages.");
            case Proof.TREE ->
                new FailureWords(
                        "The hash tree is not the one the canister certified.",
                        "The tree changed after it was certified, or was changed on its way.",
                        DROP + "If only some messages fail, look at whatever lies between; else at the canister.");
            case Proof.CONTENT ->
                new FailureWords(
                        "The bytes of this message are not the bytes that the canister certified.",
                        "They were changed on their way, or the canister certified something else.",
                        DROP + "Look at whatever lies between the network and this gateway.");
            case Proof.CLIENT_KEY ->
                new FailureWords(
                        "The message names another client than the one it is routed to.",
                        "The canister mixed up two clients, or the routing was changed on its way.",
                        DROP + "Compare client_key in the content with the message's key.");
            default -> null;
        };
    }

    /** About a request of a client; null if the step is none of its proof's. */
    private static FailureWords ofClient(String step) {
        return switch (step) {
            case Proof.SENDER ->
                new FailureWords(
                        "The sender is not the principal of the key it brought.",
                        "The client used one identity's principal with another one's key.",
                        "The network will refuse it. Make the client sign with the sender's own key.");
            case Proof.DELEGATIONS ->
                new FailureWords(
                        "The chain of delegations does not hold.",
                        "One has expired, is for other canisters, or is not signed by the key before it.",
                        "The network will refuse it. Log in again to get a new delegation.");
            case Proof.REQUEST_SIGNATURE ->
                new FailureWords(
                        "The signature is not that of the signing key over this request.",
                        "The request was changed after it was signed, or signed with another key.",
                        "The network will refuse it. Sign the request id as it is sent.");
            default -> null;
        };
    }
}
