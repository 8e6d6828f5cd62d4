package org.icws.gateway.trust;

/**
 * One check of a proof, in a form a person can follow.
 *
 * @param name stable machine name, see the constants in {@link Proof}
 * @param title short English title
 * @param input what was examined
 * @param expected what should have come out; empty if there is nothing to compare
 * @param actual what came out
 * @param verdict the result
 * @param detail an explanation, mostly of a failure; may be empty
 * @param durationNanos time the check took; 0 if it was shared with another message or not made
 */
public record ProofStep(
        String name,
        String title,
        String input,
        String expected,
        String actual,
        Verdict verdict,
        String detail,
        long durationNanos) {}
