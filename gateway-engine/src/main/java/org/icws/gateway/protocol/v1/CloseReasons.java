package org.icws.gateway.protocol.v1;

import java.util.List;
import org.icws.protocol.candid.CandidValue;

/** Names of the reasons a canister closes a connection for. */
final class CloseReasons {
    private static final List<String> KNOWN =
            List.of("WrongSequenceNumber", "InvalidServiceMessage", "KeepAliveTimeout", "ClosedByApplication");

    private CloseReasons() {}

    static String name(CandidValue.Variant reason) {
        return KNOWN.stream()
                .filter(reason::is)
                .findFirst()
                .orElseGet(() -> "reason " + Long.toUnsignedString(reason.id()));
    }
}
