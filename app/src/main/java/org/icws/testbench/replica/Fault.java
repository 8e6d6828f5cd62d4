package org.icws.testbench.replica;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.icws.replica.FaultSwitches;

/** What can be wrong with the embedded network on demand. */
public enum Fault {
    REFUSE_UPDATES(
            "Refuse updates",
            "calls are answered 503, queries still work",
            FaultSwitches::refuseIngress,
            FaultSwitches::withRefuseIngress),
    OLD_CERTIFICATES(
            "Old certificates",
            "clients must refuse them",
            f -> !f.certificateAge().isZero(),
            (f, on) -> f.withCertificateAge(on ? Duration.ofMinutes(6) : Duration.ZERO)),
    NO_NEW_CERTIFICATES(
            "No new certificates",
            "nothing is certified: calls do not end",
            FaultSwitches::stopCertifying,
            FaultSwitches::withStopCertifying),
    NO_ANSWER(
            "No answer", "carried out, but never answered", FaultSwitches::dropReplies, FaultSwitches::withDropReplies),
    UNAVAILABLE(
            "Unavailable", "every request is answered 503", FaultSwitches::unavailable, FaultSwitches::withUnavailable);

    private final String title;
    private final String what;
    private final Predicate<FaultSwitches> isOn;
    private final BiFunction<FaultSwitches, Boolean, FaultSwitches> setter;

    Fault(
            String title,
            String what,
            Predicate<FaultSwitches> isOn,
            BiFunction<FaultSwitches, Boolean, FaultSwitches> setter) {
        this.title = title;
        this.what = what;
        this.isOn = isOn;
        this.setter = setter;
    }

    public String title() {
        return title;
    }

    /** What happens then, in a few words. */
    public String what() {
        return what;
    }

    public boolean isOn(FaultSwitches now) {
        return isOn.test(now);
    }

    public FaultSwitches set(FaultSwitches now, boolean on) {
        return setter.apply(now, on);
    }
}
