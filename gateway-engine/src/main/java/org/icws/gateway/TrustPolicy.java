package org.icws.gateway;

import java.util.Objects;

/**
 * What happens to what does not verify, per direction. Proofs are made and reported either way; a rule only decides whether
 * the data goes on.
 *
 * @param canisterMessages certified messages of canisters: {@link Rule#REFUSE} checks each page before anything of it is
 *     sent and closes the session a bad message is for (1011); {@link Rule#OBSERVE} relays at once and checks beside it,
 *     because the client checks the same again
 * @param clientRequests signed requests of clients: {@link Rule#REFUSE} checks each before it is relayed and closes the
 *     session (1008), also where the signature is of a kind this gateway cannot check; {@link Rule#OBSERVE} leaves the refusal to the network
 * @param queryAnswers the nodes' signatures under the answers to polls: {@link Rule#REFUSE} makes an answer that does not
 *     verify a failed poll, nothing of it is relayed; {@link Rule#OBSERVE} relays and reports it. Where the root key was
 *     fetched from the network itself, answers without any signature are accepted under both rules: such a network
 *     (a local one) proves nothing by signing.
 */
public record TrustPolicy(Rule canisterMessages, Rule clientRequests, Rule queryAnswers) {
    /** What to do with data that does not verify. */
    public enum Rule {
        /** Relay it and report what is wrong. */
        OBSERVE,
        /** Do not relay it. */
        REFUSE
    }

    /** Bad answers to polls are refused; messages and requests are observed, their receivers check them. */
    public static final TrustPolicy DEFAULT = new TrustPolicy(Rule.OBSERVE, Rule.OBSERVE, Rule.REFUSE);

    /** Everything is relayed, whatever its proof says. */
    public static final TrustPolicy OBSERVE_ALL = new TrustPolicy(Rule.OBSERVE, Rule.OBSERVE, Rule.OBSERVE);

    /** Nothing is relayed that does not verify. */
    public static final TrustPolicy REFUSE_ALL = new TrustPolicy(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE);

    /** Refuses missing rules. */
    public TrustPolicy {
        Objects.requireNonNull(canisterMessages, "canisterMessages");
        Objects.requireNonNull(clientRequests, "clientRequests");
        Objects.requireNonNull(queryAnswers, "queryAnswers");
    }
}
