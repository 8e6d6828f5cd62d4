package org.icws.testbench.replica;

import java.math.BigInteger;
import java.util.Locale;
import org.ic4j.types.Principal;
import org.icws.replica.CanisterInfo;
import org.icws.testbench.control.DataTable.StateText;
import org.icws.testbench.control.StateDot;
import org.icws.testbench.store.Format;
import org.icws.testbench.store.NameBook;

/**
 * A canister as the table shows it.
 *
 * @param head number of its newest message that the gateway has polled; -1 while it is not polled
 */
public record CanisterRow(Principal id, String name, CanisterInfo info, long head) {

    private static final BigInteger TRILLION = BigInteger.valueOf(1_000_000_000_000L);

    static CanisterRow of(CanisterInfo info, NameBook names, long head) {
        return new CanisterRow(info.id(), names.knows(info.id()) ? names.nameOf(info.id()) : "–", info, head);
    }

    /** Its name, or its id where it has none. */
    String title() {
        return name.equals("–") ? id.toString() : name;
    }

    boolean isRunning() {
        return info.status().equals("running");
    }

    boolean isEmpty() {
        return info.moduleHash() == null;
    }

    StateText state() {
        StateDot.State dot =
                switch (info.status()) {
                    case "running" -> StateDot.State.OPEN;
                    case "stopping" -> StateDot.State.CLOSING;
                    default -> StateDot.State.IDLE;
                };
        return new StateText(dot, info.status());
    }

    String hash() {
        return isEmpty() ? "no module" : info.moduleHash();
    }

    String memory() {
        return Format.bytes(info.memoryBytes());
    }

    /** Trillions, as cycles are always told. */
    String cycles() {
        return String.format(Locale.ROOT, "%,.3f T", info.cycles().doubleValue() / TRILLION.doubleValue());
    }

    String headWords() {
        return head < 0 ? "–" : Format.count(head);
    }

    String code() {
        return isEmpty() ? "–" : info.compiled() ? "compiled" : "interpreted";
    }
}
