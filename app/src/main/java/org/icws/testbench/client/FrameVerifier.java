package org.icws.testbench.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;

/**
 * Decides whether a frame is a message that the canister certified, for this client, as the next one. The gateway is not
 * believed in anything. Stricter than the JavaScript SDK, which does not look whom a message is for. Not thread-safe.
 */
final class FrameVerifier {

    private static final String TREE_LABEL = "websocket";
    private static final HexFormat HEX = HexFormat.of();

    private final CertificateVerifier certificates;
    private final Principal canister;
    private final ClientKey clientKey;
    private final Duration maxAge;
    private long lastSequenceNumber;

    /** @param maxAge how old a certificate may be */
    FrameVerifier(CertificateVerifier certificates, Principal canister, ClientKey clientKey, Duration maxAge) {
        this.certificates = certificates;
        this.canister = canister;
        this.clientKey = clientKey;
        this.maxAge = maxAge;
    }

    /** The sequence number of the newest message that passed; 0 = none yet. */
    long lastSequenceNumber() {
        return lastSequenceNumber;
    }

    /**
     * Checks a frame; the next one must then carry the next sequence number.
     *
     * @param nowNanos nanoseconds since the epoch
     * @throws VerificationException naming the first check that failed
     */
    WebsocketMessage verify(byte[] bytes, long nowNanos) {
        CanisterFrame frame = frame(bytes);
        Certificate certificate = certificate(frame.cert());
        checkCertificate(certificate, nowNanos);
        HashTree tree = tree(frame.tree());
        checkTree(certificate, tree);
        checkContentHash(frame, tree);
        WebsocketMessage message = message(frame.content());
        checkClientKey(message);
        checkSequenceNumber(message);
        lastSequenceNumber++;
        return message;
    }

    private static CanisterFrame frame(byte[] bytes) {
        try {
            return CanisterFrame.decode(bytes);
        } catch (V1Exception e) {
            throw new VerificationException(VerificationStep.FRAME, e.getMessage(), e);
        }
    }

    private static Certificate certificate(byte[] cbor) {
        try {
            return Certificate.decode(cbor);
        } catch (ProtocolException e) {
            throw new VerificationException(VerificationStep.CERTIFICATE, e.getMessage(), e);
        }
    }

    private void checkCertificate(Certificate certificate, long nowNanos) {
        try {
            certificates.verify(certificate, canister, nowNanos, maxAge);
        } catch (CertificateException e) {
            throw new VerificationException(stepOf(e.kind()), e.getMessage(), e);
        }
    }

    private static VerificationStep stepOf(CertificateException.Kind kind) {
        return switch (kind) {
            case MALFORMED -> VerificationStep.CERTIFICATE;
            case DELEGATION -> VerificationStep.DELEGATION;
            case CANISTER_RANGE -> VerificationStep.CANISTER_RANGE;
            case SIGNATURE -> VerificationStep.SIGNATURE;
            case TIME -> VerificationStep.TIME;
        };
    }

    private static HashTree tree(byte[] cbor) {
        try {
            return HashTree.decode(cbor);
        } catch (ProtocolException e) {
            throw new VerificationException(VerificationStep.TREE, e.getMessage(), e);
        }
    }

    private void checkTree(Certificate certificate, HashTree tree) {
        LookupResult certified =
                certificate.tree().lookup(bytes("canister"), canister.getValue(), bytes("certified_data"));
        if (!certified.isFound()) {
            throw new VerificationException(
                    VerificationStep.CERTIFIED_DATA, "the certificate shows none for " + canister + ".");
        }
        byte[] digest = tree.digest();
        if (!Arrays.equals(digest, certified.value())) {
            throw new VerificationException(
                    VerificationStep.TREE, differs(certified.value(), "the certified data", digest, "the tree"));
        }
    }

    private static void checkContentHash(CanisterFrame frame, HashTree tree) {
        LookupResult leaf = tree.lookup(bytes(TREE_LABEL), bytes(frame.key()));
        if (!leaf.isFound()) {
            throw new VerificationException(
                    VerificationStep.CONTENT_HASH, "the tree has no leaf for the message " + frame.key() + ".");
        }
        byte[] hash = Sha256.of(frame.content());
        if (!Arrays.equals(hash, leaf.value())) {
            throw new VerificationException(
                    VerificationStep.CONTENT_HASH, differs(leaf.value(), "the tree", hash, "the content"));
        }
    }

    /** Certified, so only a canister that speaks another protocol gets here. */
    private static WebsocketMessage message(byte[] content) {
        try {
            return WebsocketMessage.decode(content);
        } catch (V1Exception e) {
            throw new VerificationException(VerificationStep.FRAME, e.getMessage(), e);
        }
    }

    private void checkClientKey(WebsocketMessage message) {
        if (!message.clientKey().equals(clientKey)) {
            throw new VerificationException(
                    VerificationStep.CLIENT_KEY,
                    "the message is for " + message.clientKey() + ", not " + clientKey + ".");
        }
    }

    private void checkSequenceNumber(WebsocketMessage message) {
        if (message.sequenceNumber() != lastSequenceNumber + 1) {
            throw new VerificationException(
                    VerificationStep.SEQUENCE_NUMBER,
                    "expected " + (lastSequenceNumber + 1) + " but got "
                            + Long.toUnsignedString(message.sequenceNumber()) + ".");
        }
    }

    private static String differs(byte[] expected, String whose, byte[] actual, String of) {
        return whose + " says " + HEX.formatHex(expected) + ", but " + of + " hashes to " + HEX.formatHex(actual) + ".";
    }

    private static byte[] bytes(String label) {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
