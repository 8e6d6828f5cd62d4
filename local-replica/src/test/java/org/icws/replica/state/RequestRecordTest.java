package org.icws.replica.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.principal.Principals;
import org.icws.replica.certification.CertifiedState;
import org.icws.replica.certification.StateMap;
import org.icws.replica.execution.CallerInfo;
import org.junit.jupiter.api.Test;

class RequestRecordTest {
    private final Principal canister = Principals.canisterId(1);
    private final RequestRecord request = new RequestRecord(
            new byte[32],
            Principals.ANONYMOUS,
            canister,
            Principals.canisterId(1),
            new UserCallContent("method", new byte[0], 0, CallerInfo.NONE));
    private final CertifiedState state = new CertifiedState(1, 1, StateMap.EMPTY, BlsSecret.fromSeed(new byte[32]));

    @Test
    void whoWaitsIsToldTheStateAndItIsNotKeptForThoseWhoComeLater() {
        CompletableFuture<CertifiedState> waiting = request.completion();
        assertThat(waiting).isNotDone();

        request.complete(state);

        assertThat(waiting).isCompletedWithValue(state);
        assertThat(request.completion()).isCompletedWithValue(null);
    }

    @Test
    void theEffectiveCanisterIsKeptOnceWhenItIsTheCalledOne() {
        assertThat(request.effective()).isSameAs(request.canister());
    }
}
