package org.icws.testbench.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;

/**
 * Decides whether a canister certified a content: both protocols prove it alike, by a certificate, a hash tree and the
 * content's hash in it. Thread-safe.
 */
final class ContentProof {

    private static final String TREE_LABEL = "websocket";
    private static final HexFormat HEX = HexFormat.of();

    private final CertificateVerifier certificates;
    private final Principal canister;
    private final Duration maxAge;

    /** @param maxAge how old a certificate may be */
    ContentProof(CertificateVerifier certificates, Principal canister, Duration maxAge) {
        this.certificates = certificates;
        this.canister = canister;
        this.maxAge = maxAge;
    }

    /**
     * Checks a content.
     *
     * @param key the name of its leaf
     * @param nowNanos nanoseconds since the epoch
     * @throws VerificationException naming the first check that failed
     */
    void check(byte[] cert, byte[] treeCbor, String key, byte[] content, long nowNanos) {
        Certificate certificate = certificate(cert);
        checkCertificate(certificate, nowNanos);
        HashTree tree = tree(treeCbor);
        checkTree(certificate, tree);
        checkContentHash(key, content, tree);
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

    private static void checkContentHash(String key, byte[] content, HashTree tree) {
        LookupResult leaf = tree.lookup(bytes(TREE_LABEL), bytes(key));
        if (!leaf.isFound()) {
            throw new VerificationException(
                    VerificationStep.CONTENT_HASH, "the tree has no leaf for the message " + key + ".");
        }
        byte[] hash = Sha256.of(content);
        if (!Arrays.equals(hash, leaf.value())) {
            throw new VerificationException(
                    VerificationStep.CONTENT_HASH, differs(leaf.value(), "the tree", hash, "the content"));
        }
    }

    private static String differs(byte[] expected, String whose, byte[] actual, String of) {
        return whose + " says " + HEX.formatHex(expected) + ", but " + of + " hashes to " + HEX.formatHex(actual) + ".";
    }

    private static byte[] bytes(String label) {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
