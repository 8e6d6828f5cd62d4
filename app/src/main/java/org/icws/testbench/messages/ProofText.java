package org.icws.testbench.messages;

import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Difference;

/** A proof as plain text, for the clipboard. */
public final class ProofText {

    private ProofText() {}

    /** All steps with their values. */
    public static String of(Proof proof) {
        StringBuilder out = new StringBuilder();
        int number = 1;
        for (ProofStep step : proof.steps()) {
            String word =
                    switch (step.verdict()) {
                        case VERIFIED -> "verified";
                        case FAILED -> "FAILED";
                        case NOT_CHECKED -> "not checked";
                    };
            out.append(number++)
                    .append(". ")
                    .append(step.title())
                    .append(": ")
                    .append(word)
                    .append('\n');
            line(out, "input", step.input());
            line(out, "expected", step.expected());
            line(out, "actual", step.actual());
            if (step.verdict() == Verdict.FAILED && ProofView.shouldBeEqual(step)) {
                line(
                        out,
                        "actual",
                        Difference.of(step.expected(), step.actual()).words());
            }
            line(out, "detail", step.detail());
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append("   ").append(name).append(": ").append(value).append('\n');
        }
    }
}
