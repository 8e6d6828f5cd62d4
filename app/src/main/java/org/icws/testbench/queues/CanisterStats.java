package org.icws.testbench.queues;

import java.util.List;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidValue;

/**
 * What a canister's own {@code stats} query says; the sample canisters have one.
 *
 * @param sent messages it ever put into queues
 * @param gateways the gateways it has a queue for
 * @param kept messages it still keeps for them
 * @param polled the next number this gateway asked for just before the question; negative if nobody looked
 */
public record CanisterStats(long sent, List<Principal> gateways, long kept, long polled) {

    public CanisterStats(long sent, List<Principal> gateways, long kept) {
        this(sent, gateways, kept, -1);
    }

    /** The same, with what this gateway asked for just before the question. */
    public CanisterStats afterPolling(long nextNonce) {
        return new CanisterStats(sent, gateways, kept, nextNonce);
    }

    /** Name of the query. */
    public static final String METHOD = "stats";

    /** Reads the reply; empty if it is another canister's {@code stats} with other fields. */
    public static Optional<CanisterStats> decode(byte[] candid) {
        try {
            CandidValue.Record stats =
                    (CandidValue.Record) CandidDecoder.decode(candid).get(0);
            long sent = ((CandidValue.Fixed) stats.get("sent")).bits();
            List<Principal> gateways = new java.util.ArrayList<>();
            long kept = 0;
            CandidValue queues = stats.find("queues").orElse(null);
            if (queues instanceof CandidValue.Opt some) {
                queues = some.value();
            }
            if (!(queues instanceof CandidValue.Vec list)) {
                return Optional.empty();
            }
            for (CandidValue each : list.values()) {
                CandidValue.Record queue = (CandidValue.Record) each;
                gateways.add(((CandidValue.PrincipalValue) queue.get("gateway")).principal());
                kept += ((CandidValue.Fixed) queue.get("messages")).bits();
            }
            return Optional.of(new CanisterStats(sent, gateways, kept));
        } catch (ProtocolException | ClassCastException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Messages that wait for this gateway, if the figures prove it: the canister has a queue for no other gateway, so that
     * everything it ever sent has a number in this one.
     *
     * @param first the number of the first message a canister sends: 0, or 16 in the proof of concept's protocol
     * @param polled the next number this gateway asks for
     */
    public Optional<Long> backlog(Principal gateway, long first, long polled) {
        long fetched = Math.max(0, polled - first);
        return gateways.equals(List.of(gateway)) && sent >= fetched ? Optional.of(sent - fetched) : Optional.empty();
    }
}
