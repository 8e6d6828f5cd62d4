package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.icws.gateway.Limits;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.PocCanisterMock;
import org.icws.gateway.fixture.PocClient;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.session.CloseCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every close code and reason of {@code docs/close-codes.md} as a client gets it. The ways to provoke them are a switch over
 * all causes: a new cause without a way does not compile.
 */
class CloseCodesTest {
    @ParameterizedTest
    @EnumSource
    void aClientIsToldTheCodeAndTheReason(CloseCause cause) {
        try (CloseScenarios scenarios = new CloseScenarios(cause)) {
            V1Client.Ended ended = scenarios.provoke(cause);

            assertThat(ended.reason()).matches(reasonOf(cause));
            assertThat(ended.code()).isEqualTo(cause.code());
            assertThat(ended.reason().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(CloseCause.MAX_REASON_BYTES);
        }
    }

    /** The template with something in each place, perhaps the words of others behind it. */
    private static Pattern reasonOf(CloseCause cause) {
        String text = Arrays.stream(cause.template().split("%s", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+"));
        return Pattern.compile(text + "(: .+)?", Pattern.DOTALL);
    }

    @Test
    void theFirstFrameAPocClientOwesIsCalledByItsName() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time).scheduler(time));
                V1Client silent = V1Client.unread(bed.gateway.url().resolve("/poc"))) {
            Await.until("connected", () -> bed.gateway.snapshot().sessions().size() == 1);
            // The session is there a moment before its time-out is.
            Await.until("closed", () -> {
                time.advance(Limits.DEFAULT.firstFrameTimeout());
                return !silent.isOpen();
            });
            assertThat(silent.ended()).isEqualTo(new V1Client.Ended(1008, "No first message arrived within 30 s"));
        }
    }

    /** It has said what it has to say; that the canister is slow is not its fault. */
    @Test
    void aPocClientWhoseKeyIsAskedForOwesNoFirstFrame() {
        ManualTime time = new ManualTime();
        try (Testbed bed = new Testbed(c -> c.clock(time)
                .scheduler(time)
                .limits(Limits.DEFAULT.toBuilder()
                        .pollTimeout(Duration.ofHours(1))
                        .build()))) {
            PocCanisterMock canister = new PocCanisterMock(bed.replica);
            bed.replica.queryDelay = () -> 3_600_000;
            try (PocClient client = PocClient.connect(bed.gateway.url()).open(canister)) {
                Await.until("key asked for", () -> !bed.replica.queries().isEmpty());

                time.advance(Limits.DEFAULT.firstFrameTimeout());
                assertThat(client.socket().isOpen()).isTrue();
                time.advance(Limits.DEFAULT.openTimeout());

                assertThat(client.socket().ended())
                        .isEqualTo(new V1Client.Ended(1013, "ws_open was not answered within 60 s; try again later"));
            }
        }
    }

    @Test
    void aReasonOfTheOperatorIsCutToWhatACloseFrameHolds() {
        try (Testbed bed = new Testbed()) {
            V1Client client = bed.openClient();

            bed.gateway.closeSession(bed.gateway.snapshot().sessions().get(0).id(), 4000, "ü".repeat(100));

            assertThat(client.ended().reason()).isEqualTo("ü".repeat(60) + "…");
        }
    }
}
