package org.icws.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ic4j.types.Principal;
import org.icws.protocol.Vectors;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateException.Kind;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of the main network, and messages of the v1 protocol, as they were recorded. */
class MainnetCertificatesTest {

    private static final Duration ANY_AGE = Duration.ofDays(100_000);
    private static final long NOW = nanos("2026-11-23T00:00:00Z");

    private final CertificateVerifier verifier = new CertificateVerifier(RootKey.MAINNET);

    private static long nanos(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * 1_000_000_000L + parsed.getNano();
    }

    /** The files are certificates, or answers to {@code read_state} around one. */
    private static Certificate load(String name) {
        byte[] file = Vectors.file("mainnet/" + name + ".bin");
        JsonNode map = Cbor.read(file);
        return Certificate.decode(map.has("certificate") ? Cbor.bytes(map, "certificate") : file);
    }

    @Test
    void theRootKeyIsBuiltIn() {
        String recorded = new String(Vectors.file("mainnet/root_key.hex")).strip();
        assertThat(RootKey.MAINNET.hex()).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({
        "sample_cert, ivg37-qiaaa-aaaab-aaaga-cai",
        "ivg37_delegated_v2, ivg37-qiaaa-aaaab-aaaga-cai",
        "ivg37_time, ivg37-qiaaa-aaaab-aaaga-cai",
        "224od_subnet, 224od-giaaa-aaaao-ae5vq-cai",
        "with_subnet_key, rdmx6-jaaaa-aaaaa-aaadq-cai",
        "system_subnet, ryjl3-tyaaa-aaaaa-aaaba-cai"
    })
    void genuineCertificatesHold(String file, String canister) {
        Certificate certificate = load(file);
        assertThatCode(() -> verifier.verify(certificate, Principals.parse(canister), NOW, ANY_AGE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "ivg37_delegated_v2_pruned_subnet, ivg37-qiaaa-aaaab-aaaga-cai, CANISTER_RANGE",
        "ivg37_time_pruned_ranges, ivg37-qiaaa-aaaab-aaaga-cai, CANISTER_RANGE",
        "uzr34_node_keys, rdmx6-jaaaa-aaaaa-aaadq-cai, CANISTER_RANGE",
        "sample_cert, rdmx6-jaaaa-aaaaa-aaadq-cai, CANISTER_RANGE"
    })
    void certificatesThatDoNotShowTheCanisterAreRefused(String file, String canister, Kind kind) {
        Certificate certificate = load(file);
        CertificateException e = catchThrowableOfType(
                CertificateException.class,
                () -> verifier.verify(certificate, Principals.parse(canister), NOW, ANY_AGE));
        assertThat(e.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"uzr34_node_keys", "o3ow2_subnet_key", "224od_subnet"})
    void subnetsAnswerForThemselves(String file) {
        Certificate certificate = load(file);
        assertThatCode(() -> verifier.verify(certificate, null, NOW, ANY_AGE)).doesNotThrowAnyException();
    }

    @Test
    void timesAreRead() {
        assertThat(Instant.EPOCH.plusNanos(load("sample_cert").timeNanos()).toString())
                .startsWith("2022-02-23T07:38:00.652");
        assertThat(Instant.EPOCH.plusNanos(load("ivg37_time").timeNanos()).toString())
                .startsWith("2025-11-22T07:34:56.688");
    }

    @Test
    void anOldCertificateIsRefusedAtItsAge() {
        Certificate certificate = load("sample_cert");
        Principal canister = Principals.parse("ivg37-qiaaa-aaaab-aaaga-cai");
        CertificateException e = catchThrowableOfType(
                CertificateException.class, () -> verifier.verify(certificate, canister, NOW, Duration.ofMinutes(5)));
        assertThat(e.kind()).isEqualTo(Kind.TIME);
        verifier.verify(certificate, canister, certificate.timeNanos(), Duration.ZERO);
    }

    @Test
    void aCertificateWithDelegationIsNoDelegation() {
        byte[] bare = Vectors.file("mainnet/with_subnet_key.bin");
        Certificate inner = Certificate.decode(bare);
        CertificateDelegation own =
                new CertificateDelegation(inner.delegation().orElseThrow().subnetId(), bare);
        Certificate nested = new Certificate(inner.tree(), inner.signature(), Optional.of(own));
        CertificateException e = catchThrowableOfType(
                CertificateException.class,
                () -> verifier.verify(nested, Principals.parse("rdmx6-jaaaa-aaaaa-aaadq-cai"), NOW, ANY_AGE));
        assertThat(e.kind()).isEqualTo(Kind.DELEGATION);
    }

    @ParameterizedTest
    @CsvSource({
        "VALID_OPEN_MESSAGE, true",
        "VALID_ACK_MESSAGE, true",
        "VALID_MESSAGE_SEQ_NUM_3, true",
        "VALID_CLOSE_MESSAGE, true",
        "INVALID_MESSAGE_KEY, false"
    })
    void recordedMessagesOfTheV1Protocol(String name, boolean genuine) {
        JsonNode recorded = Vectors.json("icws-v1-messages.json");
        JsonNode message = recorded.get("messages").get(name);
        Principal canister = Principals.parse(recorded.get("canister_id").textValue());
        Certificate certificate = Certificate.decode(Vectors.hex(message, "cert"));
        HashTree tree = HashTree.decode(Vectors.hex(message, "tree"));

        new CertificateVerifier(new RootKey(Vectors.hex(recorded, "root_key_der")))
                .verify(certificate, canister, NOW, ANY_AGE);
        LookupResult certified =
                certificate.tree().lookup("canister".getBytes(), canister.getValue(), "certified_data".getBytes());
        assertThat(certified.value()).isEqualTo(tree.digest());
        LookupResult leaf = tree.lookup("websocket", message.get("key").textValue());
        assertThat(leaf.isFound()).isEqualTo(genuine);
        if (genuine) {
            assertThat(leaf.value()).isEqualTo(Sha256.of(Vectors.hex(message, "content")));
        }
    }
}
