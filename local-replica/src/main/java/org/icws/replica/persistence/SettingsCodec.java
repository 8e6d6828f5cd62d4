package org.icws.replica.persistence;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.icws.replica.execution.EnvironmentVariable;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.Visibility;

/** Settings and history of canisters on disk. Stateless. */
final class SettingsCodec {
    private SettingsCodec() {}

    static void write(Out out, CanisterSettings settings) {
        out.list(settings.controllers(), out::principal);
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            out.big(settings.number(number));
        }
        write(out, settings.logVisibility());
        write(out, settings.snapshotVisibility());
        write(out, settings.statusVisibility());
        out.list(settings.variables(), variable -> out.text(variable.name()).text(variable.value()));
    }

    static CanisterSettings read(In in) {
        var controllers = in.list(in::principal);
        Map<CanisterSettings.Number, BigInteger> numbers = new TreeMap<>();
        for (CanisterSettings.Number number : CanisterSettings.Number.values()) {
            numbers.put(number, in.big());
        }
        return new CanisterSettings(
                controllers,
                numbers,
                readVisibility(in),
                readVisibility(in),
                readVisibility(in),
                in.list(() -> new EnvironmentVariable(in.text(), in.text())));
    }

    private static void write(Out out, Visibility visibility) {
        out.flag(visibility.everybody()).list(visibility.viewers(), out::principal);
    }

    private static Visibility readVisibility(In in) {
        return new Visibility(in.flag(), in.list(in::principal));
    }

    static void write(Out out, CanisterHistory.Change change) {
        CanisterHistory.Origin origin = change.origin();
        out.fixed64(change.timeNanos()).number(change.version()).principal(origin.principal());
        out.flag(origin.version() != null).number(origin.version() == null ? 0 : origin.version());
        out.flag(origin.user());
        CanisterHistory.Details details = change.details();
        if (details instanceof CanisterHistory.Details.Creation creation) {
            out.number(creation.variablesHash() == null ? 0 : 5).list(creation.controllers(), out::principal);
            if (creation.variablesHash() != null) {
                out.blob(creation.variablesHash());
            }
        } else if (details instanceof CanisterHistory.Details.CodeDeployment deployment) {
            out.number(1).text(deployment.mode()).blob(deployment.moduleHash());
        } else if (details instanceof CanisterHistory.Details.LoadSnapshot load) {
            out.number(2).blob(load.snapshotId()).number(load.version()).fixed64(load.takenAtNanos());
            out.flag(load.from() != null).flag(load.uploaded());
            if (load.from() != null) {
                out.principal(load.from());
            }
        } else if (details instanceof CanisterHistory.Details.ControllersChange controllers) {
            out.number(3).list(controllers.controllers(), out::principal);
        } else {
            out.number(4);
        }
    }

    private static CanisterHistory.Details readLoad(In in) {
        byte[] id = in.blob();
        long version = in.number();
        long takenAt = in.fixed64();
        boolean other = in.flag();
        boolean uploaded = in.flag();
        return new CanisterHistory.Details.LoadSnapshot(id, version, takenAt, other ? in.principal() : null, uploaded);
    }

    static CanisterHistory.Change readChange(In in) {
        long time = in.fixed64();
        long version = in.number();
        var principal = in.principal();
        boolean known = in.flag();
        long callerVersion = in.number();
        CanisterHistory.Origin origin = new CanisterHistory.Origin(principal, known ? callerVersion : null, in.flag());
        CanisterHistory.Details details =
                switch ((int) in.number()) {
                    case 0 -> new CanisterHistory.Details.Creation(in.list(in::principal), null);
                    case 1 -> new CanisterHistory.Details.CodeDeployment(in.text(), in.blob());
                    case 2 -> readLoad(in);
                    case 3 -> new CanisterHistory.Details.ControllersChange(in.list(in::principal));
                    case 5 -> new CanisterHistory.Details.Creation(in.list(in::principal), in.blob());
                    default -> new CanisterHistory.Details.CodeUninstall();
                };
        return new CanisterHistory.Change(time, version, origin, details);
    }
}
