package org.icws.testbench.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.LifeLine.Station;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessageRow.Direction;
import org.icws.testbench.store.Format;

/**
 * The places one message passed, in the order of their times; a place whose time is not known is left out.
 *
 * @param finding where most of the time went, in a sentence
 */
public record LifeStory(List<Station> stations, String finding) {

    static final LifeStory NONE = new LifeStory(List.of(), "");

    private record Stamp(String name, String where, long atNanos, String family) {}

    /** Whether there is anything to tell. */
    static boolean isTold(MessageRow row) {
        return row.direction() == Direction.UP ? row.outcome() != null : row.stampedNanos() > 0 && row.sentNanos() > 0;
    }

    /** @param skewNanos how far the network's clock is ahead */
    static LifeStory of(MessageRow row, long skewNanos) {
        List<Stamp> stamps = row.direction() == Direction.UP ? up(row) : down(row, skewNanos);
        stamps.sort(Comparator.comparingLong(Stamp::atNanos));
        List<Station> stations = new ArrayList<>();
        int longest = 0;
        double most = 0;
        double all = 0;
        for (int i = 0; i < stamps.size(); i++) {
            Stamp stamp = stamps.get(i);
            double since = i == 0 ? 0 : (stamp.atNanos() - stamps.get(i - 1).atNanos()) / 1e6;
            stations.add(new Station(
                    stamp.name(), i == 0 ? Format.clock(stamp.atNanos()) : stamp.where(), since, stamp.family()));
            if (!stamp.name().equals("Acked")) {
                all += since;
                if (since > most) {
                    most = since;
                    longest = i;
                }
            }
        }
        String finding = all <= 0
                ? ""
                : Math.round(100 * most / all) + " % of the time passed before “"
                        + stamps.get(longest).name() + "”";
        return new LifeStory(List.copyOf(stations), finding);
    }

    private static List<Stamp> down(MessageRow row, long skewNanos) {
        List<Stamp> stamps = new ArrayList<>();
        add(stamps, "Canister stamped", "", row.stampedNanos() == 0 ? 0 : row.stampedNanos() - skewNanos, "service");
        add(stamps, "Polled", "the gateway has it", row.polledNanos(), "service");
        add(stamps, "Sent", "to " + row.client(), row.sentNanos(), "down");
        if (row.verdict() == Verdict.VERIFIED) {
            // Proved beside the relay: the client has it already.
            add(stamps, "Verified", steps(row), row.atNanos(), "ok");
        }
        add(stamps, "Acked", "keep-alive of " + row.client(), row.acknowledgedAt(), "up");
        return stamps;
    }

    private static List<Stamp> up(MessageRow row) {
        List<Stamp> stamps = new ArrayList<>();
        add(stamps, "Arrived", "", row.atNanos(), "up");
        if (row.outcome() != null) {
            add(stamps, "Certified", "answer of " + row.canister(), row.atNanos() + row.callNanos(), "ok");
        }
        add(stamps, "Acked", "AckMessage of " + row.canister(), row.acknowledgedAt(), "down");
        return stamps;
    }

    private static void add(List<Stamp> to, String name, String where, long atNanos, String family) {
        if (atNanos > 0) {
            to.add(new Stamp(name, where, atNanos, family));
        }
    }

    private static String steps(MessageRow row) {
        Proof proof = row.proof();
        if (proof == null) {
            return "";
        }
        long good = proof.steps().stream()
                .map(ProofStep::verdict)
                .filter(v -> v == Verdict.VERIFIED)
                .count();
        return good + " of " + proof.steps().size() + " steps";
    }

    /** All of it for a screen reader. */
    String words() {
        StringBuilder out = new StringBuilder();
        for (Station station : stations) {
            out.append(station.name())
                    .append(" after ")
                    .append(Math.round(station.sincePrevious()))
                    .append(" ms, ");
        }
        return out.append(finding).toString();
    }
}
