package org.icws.gateway.trust;

import java.util.List;
import java.util.Optional;

/**
 * Everything that was checked about one message, in the order it was checked.
 *
 * @param verdict FAILED if any step failed, VERIFIED if all steps hold, NOT_CHECKED otherwise
 * @param steps ordered; not modifiable
 */
public record Proof(Verdict verdict, List<ProofStep> steps) {
    /** Canister messages: the certificate is well-formed. */
    public static final String CERTIFICATE = "certificate";
    /** Canister messages: the subnet's key is vouched for by the root key; absent when there is no delegation. */
    public static final String DELEGATION = "delegation";
    /** Canister messages: the certificate is signed under the root key (or the delegated key). */
    public static final String SIGNATURE = "signature";
    /** Both: the certificate's time, or the request's expiry, lies in the permitted window. */
    public static final String TIME = "time";
    /** Canister messages: the certificate holds the canister's certified data. */
    public static final String CERTIFIED_DATA = "certified_data";
    /** Canister messages: the hash tree hashes to the certified data. */
    public static final String TREE = "tree";
    /** Canister messages: the tree holds the content's hash under the message key. */
    public static final String CONTENT = "content";
    /** Canister messages: the signed content names the client it is sent to. */
    public static final String CLIENT_KEY = "client_key";
    /** Client messages: the request id, the hash of everything that is signed. */
    public static final String REQUEST_ID = "request_id";
    /** Client messages: the sender is the principal of the public key. */
    public static final String SENDER = "sender";
    /** Client messages: the chain of delegations, if there is one. */
    public static final String DELEGATIONS = "delegations";
    /** Client messages: the signature over the request id. */
    public static final String REQUEST_SIGNATURE = "request_signature";
    /** Client messages: the addressed canister is the session's. */
    public static final String CANISTER = "canister";
    /** Client messages: the method is the one the protocol calls for. */
    public static final String METHOD = "method";
    /** ws_open only: the client names this gateway. */
    public static final String GATEWAY = "gateway";

    /** Copies the list. */
    public Proof {
        steps = List.copyOf(steps);
    }

    /** @return a proof of these steps, its verdict derived from theirs */
    public static Proof of(List<ProofStep> steps) {
        Verdict verdict = Verdict.VERIFIED;
        for (ProofStep step : steps) {
            if (step.verdict() == Verdict.FAILED) {
                return new Proof(Verdict.FAILED, steps);
            }
            if (step.verdict() == Verdict.NOT_CHECKED) {
                verdict = Verdict.NOT_CHECKED;
            }
        }
        return new Proof(steps.isEmpty() ? Verdict.NOT_CHECKED : verdict, steps);
    }

    /** @return a proof in which nothing was checked */
    public static Proof notChecked(String why) {
        return new Proof(
                Verdict.NOT_CHECKED,
                List.of(new ProofStep("skipped", "Not checked", "", "", "", Verdict.NOT_CHECKED, why, 0)));
    }

    /** @return the first failed step, if one failed */
    public Optional<ProofStep> firstFailure() {
        return steps.stream().filter(s -> s.verdict() == Verdict.FAILED).findFirst();
    }

    /** @return the step of that name, if it is part of this proof */
    public Optional<ProofStep> step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
