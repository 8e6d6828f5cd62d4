package org.icws.replica.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;

class SubnetMetricsTest {
    private final SubnetMetrics metrics = new SubnetMetrics();

    private static Canister canister(int number) {
        return new Canister(Principals.canisterId(number), CanisterSettings.defaults(List.of()));
    }

    private String encoded() {
        return HexFormat.of().formatHex(metrics.encode());
    }

    @Test
    void aNewSubnetsMetricsAreZeroAndAllThere() {
        assertThat(encoded()).isEqualTo("a40000010002a20000010003" + "00");
    }

    @Test
    void cyclesBeyond64BitsGoOnInTheHighHalf() {
        Canister rich = canister(1);
        rich.consumed(new CyclesConsumed(
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), BigInteger.ONE.add(BigInteger.ONE)));
        metrics.update(rich);
        metrics.executed(4200);
        assertThat(encoded()).isEqualTo("a40001010002a200010101" + "03191068");
    }

    @Test
    void aCanisterCountsOnceHoweverOftenItChanges() {
        Canister first = canister(1);
        first.consumed(CyclesConsumed.NONE.plusBurned(BigInteger.TEN));
        metrics.update(first);
        metrics.update(first);
        metrics.update(canister(2));
        assertThat(encoded()).isEqualTo("a40002010002a2000a010003" + "00");
        metrics.remove(first.id());
        assertThat(encoded()).as("what it consumed still counts").isEqualTo("a40001010002a2000a010003" + "00");
    }
}
