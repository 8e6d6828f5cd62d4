package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Signing a state is by far the dearest step of a call, so calls that end in one round share a state. That a state is signed once
 * only is shown by {@code CertifiedStateTest}: equal states have equal signatures, however often they are signed.
 */
class CertificatePerRoundTest {
    private static final int CALLS = 40;

    private final ScriptNetwork network = new ScriptNetwork();

    @AfterEach
    void stop() {
        network.close();
    }

    private SignedRequest request(int number) {
        return network.agent.sign(
                network.canister, "run", new Script().reply("call " + number).bytes());
    }

    private boolean isKnown(SignedRequest request) {
        List<byte[]> status = List.of("request_status".getBytes(), request.requestId(), "status".getBytes());
        return network.agent
                .readState(network.canister, List.of(status))
                .tree()
                .lookup(status.toArray(byte[][]::new))
                .isFound();
    }

    private List<Certificate> ofOneRound() {
        network.replica.control().pause();
        List<SignedRequest> requests =
                IntStream.range(0, CALLS).mapToObj(this::request).toList();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = requests.stream()
                .map(request ->
                        network.agent.postLater(TestAgent.path(3, network.canister, "call"), request.envelope()))
                .toList();
        Await.until(() -> requests.stream().allMatch(this::isKnown));
        long before = network.replica.round();
        network.replica.control().step();
        List<HttpResponse<byte[]>> ended =
                answers.stream().map(CompletableFuture::join).toList();
        assertThat(network.replica.round()).as("rounds").isEqualTo(before + 1);
        for (int i = 0; i < CALLS; i++) {
            assertThat(ScriptNetwork.text(network.agent.outcome(network.canister, requests.get(i), ended.get(i))))
                    .isEqualTo("call " + i);
        }
        return ended.stream()
                .map(answer -> Certificate.decode(Cbor.bytes(Cbor.read(answer.body()), "certificate")))
                .toList();
    }

    private static byte[] onlySignature(List<Certificate> certificates) {
        byte[] first = certificates.get(0).signature();
        assertThat(certificates)
                .allSatisfy(certificate -> assertThat(certificate.signature()).isEqualTo(first));
        assertThat(certificates.stream().map(Certificate::timeNanos).distinct()).hasSize(1);
        return first;
    }

    @Test
    void callsThatEndInOneRoundShareItsSignatureAndTheNextRoundHasAnother() {
        byte[] first = onlySignature(ofOneRound());
        byte[] second = onlySignature(ofOneRound());
        assertThat(second).isNotEqualTo(first);
    }
}
