package org.icws.gateway.trust;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.icws.gateway.GatewayClock;

/** Collects the steps of one proof in order; after a failure the rest is listed as not checked. Not thread-safe. */
final class Steps {
    private static final HexFormat HEX = HexFormat.of();

    private final GatewayClock clock;
    private final List<ProofStep> steps = new ArrayList<>();
    private boolean broken;

    Steps(GatewayClock clock) {
        this.clock = clock;
    }

    /** Starts with the steps that all messages of a batch share. */
    Steps(GatewayClock clock, List<ProofStep> shared, boolean broken) {
        this(clock);
        steps.addAll(shared);
        this.broken = broken;
    }

    /** What a check found. */
    record Finding(boolean ok, String expected, String actual, String detail) {
        static Finding ok(String actual) {
            return new Finding(true, "", actual, "");
        }

        static Finding equal(String expected, String actual, String detailIfNot) {
            boolean same = expected.equals(actual);
            return new Finding(same, expected, actual, same ? "" : detailIfNot);
        }

        static Finding failed(String expected, String actual, String detail) {
            return new Finding(false, expected, actual, detail);
        }
    }

    /** A check; throwing means it failed. */
    @FunctionalInterface
    interface Check {
        Finding run();
    }

    /** Makes a check unless an earlier one failed. */
    Steps check(String name, String title, String input, Check check) {
        if (broken) {
            return skip(name, title, input, "an earlier step failed");
        }
        long started = clock.monotonicNanos();
        Finding finding;
        try {
            finding = check.run();
        } catch (RuntimeException e) {
            finding = Finding.failed("", "", e.getMessage() == null ? e.toString() : e.getMessage());
        }
        long duration = clock.monotonicNanos() - started;
        Verdict verdict = finding.ok() ? Verdict.VERIFIED : Verdict.FAILED;
        broken = !finding.ok();
        return add(new ProofStep(
                name, title, input, finding.expected(), finding.actual(), verdict, finding.detail(), duration));
    }

    Steps skip(String name, String title, String input, String why) {
        return add(new ProofStep(name, title, input, "", "", Verdict.NOT_CHECKED, why, 0));
    }

    Steps add(ProofStep step) {
        steps.add(step);
        broken |= step.verdict() == Verdict.FAILED;
        return this;
    }

    boolean broken() {
        return broken;
    }

    List<ProofStep> list() {
        return steps;
    }

    Proof proof() {
        return Proof.of(steps);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
