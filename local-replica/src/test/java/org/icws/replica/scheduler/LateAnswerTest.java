package org.icws.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.Response;
import org.icws.replica.management.Management;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.MonotonicTime;
import org.junit.jupiter.api.Test;

/** Answers for which a canister no longer waits, as its bounded-wait call has timed out. */
class LateAnswerTest {
    @Test
    void thePriceOfAnHttpRequestCountsAndTheRestComesBackEvenIfNobodyWaitsForTheAnswer() {
        Canister canister = new Canister(Principals.canisterId(7), CanisterSettings.defaults(List.of()));
        BigInteger before = canister.cycles();
        CanisterMessage late = new CanisterMessage.CallAnswer(
                42, new Response.Reply(new byte[0]), BigInteger.valueOf(30), BigInteger.valueOf(70));

        new BatchRunner(new MonotonicTime(() -> 1), new Management(null, id -> Optional.empty()))
                .run(canister, List.of(late));

        assertThat(canister.cycles().subtract(before)).isEqualTo(30);
        assertThat(canister.consumed().httpOutcalls()).isEqualTo(70);
    }
}
