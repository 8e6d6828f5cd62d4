package org.icws.testbench.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.testbench.control.SwimLane;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;

/** Gives the lines of a story their places: one track for each client and canister that occurs in it. */
final class LanePainter {

    private static final int MOST_CLIENTS = 4;
    private static final int MOST_CANISTERS = 2;
    private static final int TIME_FROM = 6; // "07.118": the minute is the same for nearly all rows

    private static final int MOST_REMEMBERED = 5_000;

    private final NameBook names;
    private final Map<Principal, Integer> firstSeen = new HashMap<>();

    LanePainter(NameBook names) {
        this.names = names;
    }

    /** The picture of these lines. */
    SwimLane.Picture picture(List<LaneStory.Line> lines, String gatewayName, String gatewaySub) {
        Map<Principal, Integer> clients = new LinkedHashMap<>();
        Map<Principal, Integer> canisters = new LinkedHashMap<>();
        lines.stream().map(LaneStory.Line::client).filter(Objects::nonNull).forEach(this::meet);
        lines.stream().map(LaneStory.Line::canister).filter(Objects::nonNull).forEach(this::meet);
        inOrder(lines.stream().map(LaneStory.Line::client)).forEach(p -> note(clients, p, MOST_CLIENTS));
        inOrder(lines.stream().map(LaneStory.Line::canister)).forEach(p -> note(canisters, p, MOST_CANISTERS));
        List<SwimLane.Track> tracks = new ArrayList<>();
        place(tracks, clients, 0);
        double middle = (SwimLane.laneFrom(1) + SwimLane.laneTo(1)) / 2;
        int gateway = tracks.size();
        tracks.add(new SwimLane.Track(1, middle, gatewayName, gatewaySub));
        place(tracks, canisters, 2);
        List<SwimLane.Arrow> arrows = new ArrayList<>();
        List<SwimLane.Gap> gaps = new ArrayList<>();
        for (int row = 0; row < lines.size(); row++) {
            LaneStory.Line line = lines.get(row);
            if (line.gap() != null) {
                gaps.add(new SwimLane.Gap(row, line.gap()));
            } else {
                int from = track(line, line.from(), clients, canisters, gateway);
                int to = track(line, line.to(), clients, canisters, gateway);
                arrows.add(new SwimLane.Arrow(
                        line.id(),
                        row,
                        LaneStory.fall(line),
                        from,
                        to,
                        Format.clock(line.atNanos()).substring(TIME_FROM),
                        line.family(),
                        line.label(),
                        line.detail(),
                        line.end(),
                        line.thin()));
            }
        }
        return new SwimLane.Picture(tracks, arrows, gaps);
    }

    private void meet(Principal who) {
        if (firstSeen.size() < MOST_REMEMBERED) {
            firstSeen.putIfAbsent(who, firstSeen.size());
        }
    }

    /** Whoever came first stands first, also when others spoke since: a track must not jump about. */
    private Stream<Principal> inOrder(Stream<Principal> all) {
        return all.filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingInt(p -> firstSeen.getOrDefault(p, Integer.MAX_VALUE)));
    }

    private static void note(Map<Principal, Integer> places, Principal who, int most) {
        if (!places.containsKey(who)) {
            // Whoever comes too late for a track of its own shares the last one.
            places.put(who, Math.min(places.size(), most - 1));
        }
    }

    private void place(List<SwimLane.Track> tracks, Map<Principal, Integer> places, int lane) {
        int count = places.values().stream().mapToInt(i -> i + 1).max().orElse(0);
        double from = SwimLane.laneFrom(lane);
        double width = SwimLane.laneTo(lane) - from;
        int first = tracks.size();
        for (int i = 0; i < count; i++) {
            tracks.add(null);
        }
        places.forEach((who, index) -> {
            boolean shared = places.size() > count && index == count - 1;
            double x = from + width * (index + .5) / count;
            String name = shared ? "others" : names.nameOf(who);
            String sub = shared ? "" : Principals.shorten(who);
            tracks.set(first + index, new SwimLane.Track(lane, x, name, name.equals(sub) ? "" : sub));
        });
        places.replaceAll((who, index) -> first + index);
    }

    private static int track(
            LaneStory.Line line,
            LaneStory.Place place,
            Map<Principal, Integer> clients,
            Map<Principal, Integer> canisters,
            int gateway) {
        return switch (place) {
            case CLIENT -> clients.get(line.client());
            case GATEWAY -> gateway;
            case CANISTER -> canisters.get(line.canister());
        };
    }
}
