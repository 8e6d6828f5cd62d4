package org.icws.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.metrics.Hop;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.crypto.SelfSigned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** wss: the same gateway over TLS, with a certificate that may change while it runs. */
class TlsTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    Path dir;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writePair() {
        certificate = dir.resolve("cert.pem");
        key = dir.resolve("key.pem");
        write(pair("localhost", "127.0.0.1"));
    }

    @Test
    void clientsTalkOverTls() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity())) {
            assertThat(bed.gateway.url()).hasScheme("wss");
            try (V1Client client = connect(bed)) {
                client.open(bed.canister.id());
                client.say(new byte[] {1, 2, 3});
                Await.until("relayed", () -> bed.canister.received().size() == 1);
                for (int i = 0; i < 500; i++) {
                    bed.canister.send(client.key(), new byte[i * 40]);
                }
                List<WebsocketMessage> messages = client.messages(500);
                for (int i = 0; i < 500; i++) {
                    assertThat(messages.get(i).sequenceNumber()).isEqualTo(i + 2);
                    assertThat(messages.get(i).content()).hasSize(i * 40);
                }
            }
            assertThat(bed.gateway
                            .snapshot()
                            .hops()
                            .get(Hop.TLS_HANDSHAKE.ordinal())
                            .count())
                    .isPositive();
        }
    }

    @Test
    void pongsAndMessagesOfSeveralThreadsStayWholeRecords() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity());
                V1Client client = connect(bed)) {
            client.open(bed.canister.id());
            ExecutorService pinger = Executors.newSingleThreadExecutor();
            try {
                pinger.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        client.socket()
                                .sendPing(java.nio.ByteBuffer.wrap(new byte[100]))
                                .join();
                    }
                });
                for (int i = 0; i < 300; i++) {
                    bed.canister.send(client.key(), new byte[1000]);
                }
                assertThat(client.messages(300)).hasSize(300);
            } finally {
                pinger.shutdownNow();
            }
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void theReasonOfACloseArrivesOverTls() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity());
                V1Client client = connect(bed)) {
            client.send(new byte[] {1, 2, 3});

            assertThat(client.ended().code()).isEqualTo(1007);
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateStaysAway() {
        try (Testbed bed = secure(UnaryOperator.identity())) {
            assertThatThrownBy(() -> V1Client.unread(bed.gateway.url()))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
            assertThatThrownBy(() -> V1Client.unread(http(pair("localhost")), bed.gateway.url()))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedByTheClient() throws Exception {
        write(pair("elsewhere.example"));
        try (Testbed bed = secure(UnaryOperator.identity())) {
            assertThatThrownBy(() -> connect(bed)).isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void aChangedCertificateIsUsedForNewConnectionsWhileOldOnesLive() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity());
                V1Client before = connect(bed)) {
            before.open(bed.canister.id());
            X509Certificate old = presented(bed);

            write(pair("localhost", "127.0.0.1"));

            Await.until("new certificate", () -> !presented(bed).equals(old));
            try (V1Client after = connect(bed)) {
                after.open(bed.canister.id());
                bed.canister.send(before.key(), new byte[] {7});
                assertThat(before.message().content()).containsExactly(7);
                bed.canister.send(after.key(), new byte[] {8});
                assertThat(after.message().content()).containsExactly(8);
            }
        }
    }

    @Test
    void aBrokenChangeLeavesTheOldCertificateInUse() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity())) {
            X509Certificate old = presented(bed);
            SelfSigned good = pair("localhost", "127.0.0.1");
            Files.writeString(certificate, good.certificatePem());
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nnonsense\n");
            for (int i = 0; i < 10; i++) {
                assertThat(presented(bed)).isEqualTo(old);
            }

            Files.writeString(key, good.keyPem());

            Await.until("the repaired pair", () -> !presented(bed).equals(old));
        }
    }

    @Test
    void aHandshakeThatIsNotMadeEndsInTime() {
        ManualTime time = new ManualTime();
        try (Testbed bed = secure(c -> c.clock(time).scheduler(time));
                RawSocket silent = RawSocket.silent(bed.gateway.port());
                RawSocket half = RawSocket.silent(bed.gateway.port())) {
            half.send(new byte[] {0x16, 3, 1, 2, 0, 1});
            // Accepting runs beside this test: time goes on until both have been seen.
            ExecutorService ticking = Executors.newSingleThreadExecutor();
            try {
                ticking.submit(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        time.advance(Duration.ofSeconds(1));
                        Thread.onSpinWait();
                    }
                });
                assertThat(silent.isAtEnd()).isTrue();
                assertThat(half.isAtEnd()).isTrue();
            } finally {
                ticking.shutdownNow();
            }
        }
    }

    @Test
    void plainTextOnATlsPortHarmsNobody() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity());
                V1Client client = connect(bed)) {
            client.open(bed.canister.id());
            for (int i = 0; i < 20; i++) {
                try (RawSocket plain = RawSocket.silent(bed.gateway.port())) {
                    plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                }
            }
            bed.canister.send(client.key(), new byte[] {1});
            assertThat(client.message().content()).containsExactly(1);
        }
    }

    @Test
    void theInfoPageAnswersOverTls() throws Exception {
        try (Testbed bed = secure(UnaryOperator.identity())) {
            HttpResponse<String> health = http(current())
                    .send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + bed.gateway.port() + "/healthz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(health.body()).isEqualTo("ok\n");
        }
    }

    @Test
    void filesThatDoNotFitAreNamedAtTheStart() throws IOException {
        Files.writeString(key, pair("localhost").keyPem());
        assertThatThrownBy(() -> secure(UnaryOperator.identity()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("is not that of the certificate");

        Files.delete(key);
        assertThatThrownBy(() -> secure(UnaryOperator.identity()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(key.toString());
    }

    private Testbed secure(UnaryOperator<GatewayConfigBuilder> more) {
        TlsConfig tls = new TlsConfig(certificate, key, Duration.ofSeconds(10), SOON);
        return new Testbed(c -> more.apply(c.tls(tls)));
    }

    private V1Client connect(Testbed bed) throws Exception {
        return V1Client.connect(http(current()), bed.gateway.url());
    }

    private SelfSigned current() throws IOException {
        return new SelfSigned(Files.readString(certificate), Files.readString(key));
    }

    private static SelfSigned pair(String... names) {
        return SelfSigned.create(List.of(names), Instant.now(), Duration.ofDays(1), new SecureRandom());
    }

    private void write(SelfSigned pair) {
        try {
            Files.writeString(certificate, pair.certificatePem());
            Files.writeString(key, pair.keyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpClient http(SelfSigned trusted) {
        try {
            return HttpClient.newBuilder().sslContext(trusting(trusted)).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting(SelfSigned pair) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "gateway",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pair.certificatePem().getBytes())));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The certificate a new connection is shown, whoever signed it. */
    private static X509Certificate presented(Testbed bed) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new javax.net.ssl.TrustManager[] {new TrustAll()}, null);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", bed.gateway.port())) {
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustAll extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
