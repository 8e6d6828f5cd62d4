package org.icws.testbench.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.icws.testbench.control.SwimLane;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.NameBook.Party;

/** Gives the lines of a story their places: one track for each client and canister that occurs in it. */
final class LanePainter {

    private static final int MOST_CLIENTS = 4;
    private static final int MOST_CANISTERS = 2;
    private static final int TIME_FROM = 6; // "07.118": the minute is the same for nearly all rows

    private static final int MOST_REMEMBERED = 5_000;

    private final NameBook names;
    private final Map<Party, Integer> firstSeen = new HashMap<>();

    LanePainter(NameBook names) {
        this.names = names;
    }

    /** The picture of these lines. */
    SwimLane.Picture picture(List<LaneStory.Line> lines, String gatewayName, String gatewaySub) {
        Map<Party, Integer> clients = new LinkedHashMap<>();
        Map<Party, Integer> canisters = new LinkedHashMap<>();
        lines.stream().map(this::client).filter(Objects::nonNull).forEach(this::meet);
        lines.stream().map(this::canister).filter(Objects::nonNull).forEach(this::meet);
        inOrder(lines.stream().map(this::client)).forEach(p -> note(clients, p, MOST_CLIENTS));
        inOrder(lines.stream().map(this::canister)).forEach(p -> note(canisters, p, MOST_CANISTERS));
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

    private Party client(LaneStory.Line line) {
        return line.client() == null ? null : names.party(line.client(), line.canister());
    }

    private Party canister(LaneStory.Line line) {
        return line.canister() == null ? null : names.party(line.canister());
    }

    private void meet(Party who) {
        if (firstSeen.size() < MOST_REMEMBERED) {
            firstSeen.putIfAbsent(who, firstSeen.size());
        }
    }

    /** Whoever came first stands first, also when others spoke since: a track must not jump about. */
    private Stream<Party> inOrder(Stream<Party> all) {
        return all.filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingInt(p -> firstSeen.getOrDefault(p, Integer.MAX_VALUE)));
    }

    private static void note(Map<Party, Integer> places, Party who, int most) {
        if (!places.containsKey(who)) {
            // Whoever comes too late for a track of its own shares the last one.
            places.put(who, Math.min(places.size(), most - 1));
        }
    }

    private void place(List<SwimLane.Track> tracks, Map<Party, Integer> places, int lane) {
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
            String name = shared ? Format.count(places.size() - count + 1) + " others" : who.name();
            String sub = shared ? "" : who.shortText();
            tracks.set(first + index, new SwimLane.Track(lane, x, name, name.equals(sub) ? "" : sub));
        });
        places.replaceAll((who, index) -> first + index);
    }

    private int track(
            LaneStory.Line line,
            LaneStory.Place place,
            Map<Party, Integer> clients,
            Map<Party, Integer> canisters,
            int gateway) {
        return switch (place) {
            case CLIENT -> clients.get(client(line));
            case GATEWAY -> gateway;
            case CANISTER -> canisters.get(canister(line));
        };
    }
}
