package org.icws.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.SessionSnapshot;
import org.icws.gateway.event.CallOutcome;
import org.icws.gateway.event.GatewayEvent.CallCompleted;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.ClientMessage;
import org.icws.gateway.fixture.Await;
import org.icws.gateway.fixture.Certificates;
import org.icws.gateway.fixture.ManualTime;
import org.icws.gateway.fixture.MockAnswers;
import org.icws.gateway.fixture.RawSocket;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.CanisterResults;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.BatchCheck;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.ProofStep;
import org.icws.gateway.trust.Verdict;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.RootKey;
import org.icws.protocol.crypto.EcdsaIdentity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.Envelope;
import org.icws.protocol.request.RequestContent;
import org.icws.protocol.request.RequestSigner;
import org.icws.protocol.request.SignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H01, H02, H04, H06, H08: what passes through, passes unchanged and complete. */
class RelayConformanceTest {
    private final Testbed bed = new Testbed();

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void h01GreetsWithItsPrincipalInTheExactBytesOfTheProtocol() {
        try (V1Client client = V1Client.unread(bed.gateway.url())) {
            byte[] frame = client.frame();

            String principal = HexFormat.of().formatHex(bed.gateway.principal().getValue());
            assertThat(HexFormat.of().formatHex(frame))
                    .isEqualTo("d9d9f7a1" + "71" + "676174657761795f7072696e636970616c" + "581d" + principal);
            assertThat(GatewayHandshake.decode(frame).gatewayPrincipal()).isEqualTo(bed.gateway.principal());
        }
    }

    @Test
    void h02RelaysTheSignedEnvelopeByteForByte() {
        V1Client client = bed.client();
        SignedRequest open = client.sendOpen(bed.canister.id());
        client.message();
        SignedRequest message = client.say(bytes("hello"));

        Await.until("message relayed", () -> bed.replica.calls("ws_message").size() == 1);
        assertThat(bed.replica.calls("ws_open").get(0).body()).isEqualTo(open.envelope());
        assertThat(bed.replica.calls("ws_message").get(0).body()).isEqualTo(message.envelope());
        assertThat(bed.replica.calls("ws_message").get(0).envelope().content().requestId())
                .isEqualTo(message.requestId());
    }

    @Test
    void deliversTheCanistersMessagesWithTheirProof() {
        V1Client client = bed.client();
        client.sendOpen(bed.canister.id());

        WebsocketMessage first = client.message();
        assertThat(ServiceMessage.decode(first.content())).isEqualTo(new ServiceMessage.OpenMessage(client.key()));
        CanisterMessage event =
                bed.events.await(CanisterMessage.class, m -> m.kind().equals("OpenMessage"));
        assertThat(event.proof().verdict()).as("%s", event.proof()).isEqualTo(Verdict.VERIFIED);
        ClientMessage open = bed.events.await(ClientMessage.class, m -> m.kind().equals("ws_open"));
        assertThat(open.proof().verdict()).as("%s", open.proof()).isEqualTo(Verdict.VERIFIED);
        CallCompleted call =
                bed.events.await(CallCompleted.class, c -> c.method().equals("ws_open"));
        assertThat(call.outcome()).isEqualTo(CallOutcome.REPLIED_OK);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** At once means: without asking the network, and without any time passing. */
    @Test
    void h01GreetsAtOnceThoughTheNetworkIsGoneAndTimeStandsStill() {
        ManualTime time = new ManualTime();
        try (Testbed still = new Testbed(c -> c.clock(time).scheduler(time))) {
            still.replica.kill();
            try (RawSocket socket = RawSocket.open(still.gateway.port())) {
                RawSocket.Frame frame = socket.read();

                assertThat(frame.opcode()).isEqualTo(2);
                assertThat(GatewayHandshake.decode(frame.payload()).gatewayPrincipal())
                        .isEqualTo(still.gateway.principal());
            }
        }
    }

    /** The frame as the library of browsers writes it: tag, sorted keys, a secp256k1 key, 416 bytes. */
    @Test
    void h02AcceptsTheFrameOfTheJavaScriptLibraryAndKeepsItsRequestId() {
        EcdsaIdentity key = EcdsaIdentity.of(EcdsaIdentity.Curve.SECP256K1, BigInteger.valueOf(0xC0FFEE));
        V1Client socket = bed.client();
        byte[] argument = CanisterArgs.encodeOpen(new CanisterArgs.Open(-5, socket.gateway()));
        long expiry = (GatewayClock.SYSTEM.nowNanos() / 60_000_000_000L + 4) * 60_000_000_000L;
        SignedRequest signed =
                new RequestSigner(key).call(bed.canister.id(), CanisterArgs.WS_OPEN, argument, expiry, new byte[16]);
        byte[] frame = asTheLibraryWrites(Envelope.decode(signed.envelope()));
        assertThat(frame).hasSize(416);

        socket.send(frame);

        assertThat(socket.message().clientKey()).isEqualTo(new ClientKey(key.sender(), -5));
        Envelope relayed = bed.replica.calls("ws_open").get(0).envelope();
        assertThat(relayed.content().requestId()).isEqualTo(signed.requestId());
        assertThat(relayed.senderSig())
                .isEqualTo(Envelope.decode(signed.envelope()).senderSig());
    }

    private static byte[] asTheLibraryWrites(Envelope envelope) {
        RequestContent content = envelope.content();
        return Cbor.writeSelfDescribed(g -> {
            g.writeStartObject(null, 1);
            g.writeFieldName("envelope");
            g.writeStartObject(null, 3);
            g.writeFieldName("content");
            g.writeStartObject(null, 7);
            g.writeBinaryField("arg", content.arg());
            g.writeBinaryField("canister_id", content.canisterId().getValue());
            g.writeNumberField("ingress_expiry", content.ingressExpiry());
            g.writeStringField("method_name", content.methodName());
            g.writeBinaryField("nonce", content.nonce());
            g.writeStringField("request_type", "call");
            g.writeBinaryField("sender", content.sender().getValue());
            g.writeEndObject();
            g.writeBinaryField("sender_pubkey", envelope.senderPubkey());
            g.writeBinaryField("sender_sig", envelope.senderSig());
            g.writeEndObject();
            g.writeEndObject();
        });
    }

    @Test
    void h04TwentyRoundsOfPingPongHaveTheExactTexts() {
        bed.canister.onMessage((canister, message) -> canister.send(
                message.clientKey(), bytes(new String(message.content(), StandardCharsets.UTF_8) + " ping")));
        V1Client client = bed.openClient();
        bed.canister.send(client.key(), bytes("ping"));

        String expected = "ping";
        for (int round = 0; round < 20; round++) {
            assertThat(client.message().content()).isEqualTo(bytes(expected));
            client.say(bytes(expected + "-pong"));
            expected += "-pong ping";
        }
        assertThat(client.message().content()).isEqualTo(bytes(expected));
        assertThat(client.pending()).isZero();
    }

    /** The numbers' encodings change their length at these places, and signed arithmetic changes its sign. */
    @ParameterizedTest
    @ValueSource(longs = {121, 250, 32_762, 65_530, (1L << 31) - 6, (1L << 32) - 6, (1L << 53) - 6})
    void h06SequenceNumbersGoOnInBothDirections(long start) {
        int count = 12;
        bed.canister.onMessage((canister, message) -> canister.send(message.clientKey(), message.content()));
        V1Client client = bed.openClient().continueFrom(start);
        bed.canister.continueFrom(client.key(), start);
        List<Long> expected =
                LongStream.rangeClosed(start + 1, start + count).boxed().toList();

        IntStream.range(0, count).forEach(i -> client.say(new byte[] {(byte) i}));

        assertThat(client.messages(count).stream().map(WebsocketMessage::sequenceNumber))
                .containsExactlyElementsOf(expected);
        assertThat(bed.canister.received().stream().map(WebsocketMessage::sequenceNumber))
                .containsExactlyElementsOf(expected);
        bed.events.await(CanisterMessage.class, m -> m.sequenceNumber() == start + count);
        assertThat(bed.events.all(CanisterMessage.class))
                .allMatch(m -> m.proof().verdict() == Verdict.VERIFIED);
        SessionSnapshot session = bed.gateway.snapshot().sessions().get(0);
        assertThat(session.lastSeqUp()).isEqualTo(start + count);
        assertThat(session.lastSeqDown()).isEqualTo(start + count);
    }

    @Test
    void h08AWitnessWithPrunedNeighboursIsRelayedBitByBit() {
        List<MessagesPage> served = new CopyOnWriteArrayList<>();
        bed.replica.onQuery = query -> {
            byte[] answer = bed.canister.answer(query.envelope().content());
            MessagesPage page = CanisterResults.page(answer);
            if (!page.messages().isEmpty()) {
                served.add(page);
            }
            return MockAnswers.queryReplied(answer);
        };
        V1Client client = bed.openClient();
        bed.canister.send(client.key(), bytes("before"));
        client.message();
        bed.canister.send(client.key(), bytes("in the middle"));

        CanisterFrame frame = client.canisterFrame();

        MessagesPage page = served.get(served.size() - 1);
        QueuedMessage message = page.messages().get(page.messages().size() - 1);
        assertThat(HashTree.decode(page.tree()).toString()).contains("Pruned");
        assertThat(frame.tree()).isEqualTo(page.tree());
        assertThat(frame.cert()).isEqualTo(page.cert());
        assertThat(frame.content()).isEqualTo(message.content());
        assertThat(frame.key()).isEqualTo(message.key());
    }

    /** The seven cases the JavaScript library's own tests have, on a frame as the client gets it. */
    @ParameterizedTest
    @CsvSource({
        "nothing, ''",
        "canister, certified_data",
        "path, content",
        "body, content",
        "certificate, signature",
        "tree, tree",
        "root key, signature"
    })
    void h08WhatIsRelayedVerifiesUnlessOneThingIsChanged(String changed, String failing) {
        V1Client client = bed.openClient();
        bed.canister.send(client.key(), bytes("x"));
        CanisterFrame frame = client.canisterFrame();
        byte[] rootKey = changed.equals("root key")
                ? new Certificates(new byte[] {
                            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                            26, 27, 28, 29, 30, 31, 32
                        })
                        .rootKey()
                : bed.replica.rootKey();
        Principal canister = changed.equals("canister") ? Principals.canisterId(8) : bed.canister.id();
        byte[] cert = changed.equals("certificate") ? flippedInSignature(frame.cert()) : frame.cert();
        byte[] tree = changed.equals("tree") ? flippedLast(frame.tree()) : frame.tree();
        byte[] content = changed.equals("body") ? flippedLast(frame.content()) : frame.content();
        String key = changed.equals("path") ? frame.key().replace('_', '-') : frame.key();

        Proof proof = new BatchCheck(
                        new CertificateVerifier(new RootKey(rootKey)),
                        GatewayClock.SYSTEM,
                        GatewayProtocol.V1,
                        canister,
                        cert,
                        tree)
                .prove(new QueuedMessage(client.key(), key, content));

        assertThat(proof.firstFailure().map(ProofStep::name).orElse(""))
                .as("%s", proof)
                .isEqualTo(failing);
        assertThat(proof.verdict()).isEqualTo(failing.isEmpty() ? Verdict.VERIFIED : Verdict.FAILED);
    }

    private static byte[] flippedLast(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    private static byte[] flippedInSignature(byte[] cert) {
        byte[] copy = cert.clone();
        int name = new String(cert, StandardCharsets.ISO_8859_1).indexOf("signature");
        copy[name + "signature".length() + 20] ^= 1;
        return copy;
    }
}
