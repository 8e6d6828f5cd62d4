package org.icws.testbench.messages;

import java.util.EnumMap;
import java.util.Map;
import org.icws.gateway.trust.Verdict;

/**
 * What was found out about a message. Nearly all rows share the one of those with which nothing is wrong.
 *
 * @param failure why it failed, empty if it did not
 * @param finding what its number says
 */
record RowJudgement(Verdict verdict, String failure, SequenceCheck.Finding finding) {

    private static final Map<Verdict, RowJudgement> USUAL = new EnumMap<>(Verdict.class);

    static {
        for (Verdict verdict : Verdict.values()) {
            USUAL.put(verdict, new RowJudgement(verdict, "", SequenceCheck.Finding.FINE));
        }
    }

    static RowJudgement of(Verdict verdict, String failure, SequenceCheck.Finding finding) {
        boolean usual = verdict != null && "".equals(failure) && finding == SequenceCheck.Finding.FINE;
        return usual ? USUAL.get(verdict) : new RowJudgement(verdict, failure, finding);
    }
}
