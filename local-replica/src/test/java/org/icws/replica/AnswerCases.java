package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.Script;

/** Cases about the answers of the HTTP interface and the certificates in them. */
abstract class AnswerCases extends ConformanceCases {
    static final RequestSigner SIGNER = new RequestSigner(TestAgent.identity(1));

    static String path(int version, String kind, Principal of, String what) {
        return "/api/v" + version + "/" + kind + "/" + of + "/" + what;
    }

    final Principal subnet() {
        return Principals.selfAuthenticating(network.replica.rootKeyDer());
    }

    final SignedRequest call(Script script) {
        return network.agent.sign(canister, "run", script.bytes());
    }

    static List<byte[]> labels(Object... labels) {
        return Arrays.stream(labels)
                .map(label ->
                        label instanceof byte[] bytes ? bytes : label.toString().getBytes(UTF_8))
                .toList();
    }

    static LookupResult look(Certificate certificate, Object... labels) {
        return certificate.tree().lookup(labels(labels).toArray(byte[][]::new));
    }

    final Certificate read(Principal of, Object... labels) {
        return network.agent.readState(of, List.of(labels(labels)));
    }
}
