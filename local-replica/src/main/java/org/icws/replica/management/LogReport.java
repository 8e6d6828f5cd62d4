package org.icws.replica.management;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterLog;
import org.icws.replica.state.CanisterSettings;

/** The answer of {@code fetch_canister_logs}. Stateless; any thread. */
final class LogReport {
    private static final int MAX_ANSWER_BYTES = 1_900_000;

    private LogReport() {}

    /** The lines that the canister's settings let it keep. */
    private static List<CanisterLog.Line> kept(Canister canister) {
        return newest(
                canister.log().lines().stream()
                        .filter(CanisterLog.Line::replicated)
                        .toList(),
                canister.settings()
                        .number(CanisterSettings.Number.LOG_MEMORY_LIMIT)
                        .longValue());
    }

    /** Bytes that the kept lines take. */
    static long bytes(Canister canister) {
        return kept(canister).stream().mapToLong(line -> bytes(line).length).sum();
    }

    /** The newest lines that fit; with a filter, the oldest of those it lets through. */
    static byte[] of(Canister canister, Arguments arguments) {
        List<CanisterLog.Line> kept = kept(canister);
        List<CanisterLog.Line> answered = arguments
                .optionalVariant("filter", "by_idx", "by_timestamp_nanos")
                .map(filter -> oldest(filtered(kept, filter), MAX_ANSWER_BYTES))
                .orElseGet(() -> newest(kept, MAX_ANSWER_BYTES));
        List<CandidValue> records =
                answered.stream().<CandidValue>map(LogReport::record).toList();
        return CandidEncoder.encode(CandidValue.record("canister_log_records", CandidValue.vec(records)));
    }

    private static CandidValue record(CanisterLog.Line line) {
        return CandidValue.record(
                "idx",
                CandidValue.nat64(line.index()),
                "timestamp_nanos",
                CandidValue.nat64(line.timeNanos()),
                "content",
                CandidValue.blob(bytes(line)));
    }

    private static byte[] bytes(CanisterLog.Line line) {
        return line.text().getBytes(StandardCharsets.UTF_8);
    }

    private static List<CanisterLog.Line> newest(List<CanisterLog.Line> lines, long most) {
        int from = lines.size();
        long bytes = 0;
        while (from > 0 && bytes + bytes(lines.get(from - 1)).length <= most) {
            bytes += bytes(lines.get(--from)).length;
        }
        return lines.subList(from, lines.size());
    }

    private static List<CanisterLog.Line> oldest(List<CanisterLog.Line> lines, long most) {
        int to = 0;
        long bytes = 0;
        while (to < lines.size() && bytes + bytes(lines.get(to)).length <= most) {
            bytes += bytes(lines.get(to++)).length;
        }
        return lines.subList(0, to);
    }

    private static List<CanisterLog.Line> filtered(List<CanisterLog.Line> lines, CandidValue.Variant filter) {
        ToLongFunction<CanisterLog.Line> key =
                filter.is("by_idx") ? CanisterLog.Line::index : CanisterLog.Line::timeNanos;
        Optional<Arguments> range = Arguments.inside(filter.value());
        long start = range.flatMap(r -> r.optionalNat64("start"))
                .orElseThrow(() -> Arguments.unreadable("the filter has no field \"start\""));
        long end = range.flatMap(r -> r.optionalNat64("end"))
                .orElseThrow(() -> Arguments.unreadable("the filter has no field \"end\""));
        return lines.stream()
                .filter(line -> Long.compareUnsigned(key.applyAsLong(line), start) >= 0
                        && Long.compareUnsigned(key.applyAsLong(line), end) < 0)
                .toList();
    }
}
