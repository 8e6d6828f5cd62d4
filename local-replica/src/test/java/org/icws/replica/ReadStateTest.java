package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.icws.replica.wasm.ProbeCanister;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadStateTest {
    private static ProbeNetwork network;
    private static TestAgent stranger;

    @BeforeAll
    static void start() {
        network = new ProbeNetwork();
        stranger = new TestAgent(network.replica, network.clock, 9);
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static List<byte[]> path(Object... labels) {
        return java.util.Arrays.stream(labels)
                .map(label -> label instanceof byte[]
                        ? (byte[]) label
                        : label.toString().getBytes())
                .toList();
    }

    private static byte[][] array(List<byte[]> path) {
        return path.toArray(byte[][]::new);
    }

    private static int status(TestAgent agent, List<byte[]> path) {
        return agent.readStateRaw(network.canister, List.of(path)).statusCode();
    }

    @Test
    void theTimeIsAlwaysThereAndNothingElseIsShown() {
        Certificate certificate = stranger.readState(network.canister, List.of(path("time")));

        assertThat(certificate.timeNanos()).isGreaterThanOrEqualTo(network.clock.nanos());
        // Agents expect that a label that might be pruned is unknown, not absent.
        assertThat(certificate.tree().lookup("Time").status()).isEqualTo(LookupResult.Status.UNKNOWN);
        assertThat(certificate.delegation()).isEmpty();
    }

    @Test
    void certifiedTimeNeverStandsStill() {
        long first = stranger.readState(network.canister, List.of(path("time"))).timeNanos();
        network.update("inc");
        long second =
                stranger.readState(network.canister, List.of(path("time"))).timeNanos();
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void aCanistersModuleHashAndControllersAreReadable() {
        List<byte[]> hash = path("canister", network.canister.getValue(), "module_hash");
        List<byte[]> controllers = path("canister", network.canister.getValue(), "controllers");
        Certificate certificate = stranger.readState(network.canister, List.of(hash, controllers));

        assertThat(certificate.tree().lookup(array(hash)).value()).isEqualTo(Sha256.of(ProbeCanister.wasm()));
        assertThat(Cbor.asBytes(
                        Cbor.read(certificate.tree().lookup(array(controllers)).value())
                                .get(0),
                        "controller"))
                .isEqualTo(network.agent.sender().getValue());
    }

    @Test
    void theSubnetTellsItsKeyTypeNodesAndRanges() {
        RequestSigner signer = new RequestSigner(TestAgent.identity(1));
        byte[] subnet =
                Principals.selfAuthenticating(network.replica.rootKeyDer()).getValue();
        SignedRequest request = signer.readState(
                List.of(path("subnet", subnet), path("canister_ranges", subnet)), network.agent.expiry());
        HttpResponse<byte[]> response =
                network.agent.post("/api/v3/subnet/" + Principals.of(subnet) + "/read_state", request.envelope());
        Certificate certificate = network.agent.verified(null, Cbor.bytes(Cbor.read(response.body()), "certificate"));

        assertThat(certificate
                        .tree()
                        .lookup(array(path("subnet", subnet, "public_key")))
                        .value())
                .isEqualTo(network.replica.rootKeyDer());
        assertThat(certificate
                        .tree()
                        .lookup(array(path("subnet", subnet, "type")))
                        .value())
                .asString()
                .isEqualTo("application");
        assertThat(certificate
                        .tree()
                        .lookup(array(path("subnet", subnet, "canister_ranges")))
                        .isFound())
                .isTrue();
        assertThat(certificate.tree().children(array(path("subnet", subnet, "node"))))
                .hasSize(1);
        assertThat(certificate.tree().children(array(path("canister_ranges", subnet))))
                .hasSize(1);
    }

    @Test
    void anUnknownRequestIsProvenAbsent() {
        network.update("inc");
        byte[] unknown = Sha256.of(new byte[] {1});
        Certificate certificate = stranger.readState(network.canister, List.of(path("request_status", unknown)));

        assertThat(certificate
                        .tree()
                        .lookup("request_status".getBytes(), unknown)
                        .status())
                .isEqualTo(LookupResult.Status.ABSENT);
    }

    @Test
    void aCallsStatusIsForItsSenderOnly() {
        SignedRequest request = network.agent.sign(network.canister, "inc", new byte[0]);
        network.agent.outcome(network.canister, request);
        List<byte[]> path = path("request_status", request.requestId());

        assertThat(status(network.agent, path)).isEqualTo(200);
        assertThat(status(stranger, path)).isEqualTo(403);
    }

    @Test
    void pathsThatMayNotBeReadAreRefused() {
        byte[] id = network.canister.getValue();
        assertThat(status(stranger, List.of())).isEqualTo(404);
        assertThat(status(stranger, path("canister", id))).isEqualTo(404);
        assertThat(status(stranger, path("canister", id, "certified_data"))).isEqualTo(404);
        assertThat(status(stranger, path("nonsense"))).isEqualTo(404);
        assertThat(status(stranger, path("canister", new byte[] {1, 1}, "module_hash")))
                .isEqualTo(400);
        assertThat(status(stranger, path("request_status", new byte[31]))).isEqualTo(400);
        HttpResponse<byte[]> two = stranger.readStateRaw(
                network.canister,
                List.of(path("request_status", new byte[32]), path("request_status", Sha256.of(new byte[1]))));
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(new String(two.body())).contains("More than one non-unique request ID");
    }

    @Test
    void metadataIsPublicOrForControllers() {
        var canister = network.replica.createCanister(List.of(network.agent.sender()));
        network.replica.install(
                canister,
                ProbeCanister.builder()
                        .custom("icp:public candid:service", "service : {}")
                        .custom("icp:private notes", "secret")
                        .build(),
                new byte[0]);
        List<byte[]> open = path("canister", canister.getValue(), "metadata", "candid:service");
        List<byte[]> closed = path("canister", canister.getValue(), "metadata", "notes");

        assertThat(stranger.readState(canister, List.of(open))
                        .tree()
                        .lookup(array(open))
                        .value())
                .asString()
                .isEqualTo("service : {}");
        assertThat(stranger.readStateRaw(canister, List.of(closed)).statusCode())
                .isEqualTo(403);
        assertThat(network.agent
                        .readState(canister, List.of(closed))
                        .tree()
                        .lookup(array(closed))
                        .value())
                .asString()
                .isEqualTo("secret");
    }
}
