package org.icws.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.junit.jupiter.api.Test;

/** Each of a hundred thousand bad frames is read to its end or refused with a sentence; nothing else may happen. */
class HostileFramesTest {
    private static final int FRAMES = 100_000;
    private static final Principal GATEWAY = Principals.canisterId(3);

    private final Random random = new Random(7);
    private final byte[] valid = new ClientFrame(new RequestSigner(Ed25519Identity.fromSeed(new byte[32]))
                    .call(
                            Principals.canisterId(7),
                            CanisterArgs.WS_OPEN,
                            CanisterArgs.encodeOpen(new CanisterArgs.Open(5, GATEWAY)),
                            1_700_000_000_000_000_000L,
                            new byte[16])
                    .envelope())
            .encode();

    @Test
    void isReadOrRefusedWithAReason() {
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = hostile();
            try {
                ClientRequest.read(frame).readOpen(GATEWAY);
            } catch (ClientRequest.Refusal e) {
                refused++;
                String reason = e.closeCause().reason(e.details());
                assertThat(reason).isNotBlank();
                assertThat(reason.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(123);
            }
        }
        assertThat(refused).isGreaterThan(FRAMES / 2);
    }

    private byte[] hostile() {
        byte[] frame = valid.clone();
        switch (random.nextInt(4)) {
            case 0 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length));
            case 1 -> random.nextBytes(frame);
            case 2 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                for (int i = 0; i < 8; i++) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
                }
            }
        }
        return frame;
    }
}
