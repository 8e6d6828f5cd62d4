package org.icws.gateway.trust;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.protocol.GatewayProtocol;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.gateway.trust.Steps.Finding;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateCheck;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.HashTree;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.hash.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the messages of one poll: certificate and tree once for all, then each content against the tree. The same checks
 * the client makes (certification of the v1 protocol), and one more: that the content names the client it is routed to.
 * Used by one thread.
 */
public final class BatchCheck {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCheck.class);

    /** How old a certificate may be; clients of the v1 protocol allow the same. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private static final String LABEL = "websocket";

    private final CertificateVerifier verifier;
    private final GatewayClock clock;
    private final GatewayProtocol protocol;
    private final Principal canister;
    private final byte[] cert;
    private final byte[] tree;
    private Certificate decoded;
    private List<ProofStep> shared;
    private boolean sharedBroken;
    private HashTree decodedTree;
    private final Map<ClientKey, String> texts = new HashMap<>();
    private OptionalLong certifiedTime = OptionalLong.empty();

    /**
     * @param verifier checks certificates
     * @param clock time
     * @param protocol reads the contents
     * @param canister sender of the messages
     * @param cert their certificate
     * @param tree their hash tree
     */
    public BatchCheck(
            CertificateVerifier verifier,
            GatewayClock clock,
            GatewayProtocol protocol,
            Principal canister,
            byte[] cert,
            byte[] tree) {
        this.verifier = verifier;
        this.clock = clock;
        this.protocol = protocol;
        this.canister = canister;
        this.cert = cert;
        this.tree = tree;
    }

    /**
     * Prepares several batches: their certificates' signatures are verified together, which costs much less. Each batch is
     * still checked on its own afterwards.
     *
     * @param checks any number
     */
    public static void prepare(List<BatchCheck> checks) {
        Map<CertificateVerifier, List<Certificate>> byVerifier = new IdentityHashMap<>();
        for (BatchCheck check : checks) {
            try {
                check.decoded = Certificate.decode(check.cert);
                byVerifier
                        .computeIfAbsent(check.verifier, v -> new ArrayList<>())
                        .add(check.decoded);
            } catch (ProtocolException e) {
                // Its own check says so.
                check.decoded = null;
            }
        }
        byVerifier.forEach(BatchCheck::prepare);
    }

    /** Only makes the proofs cheaper: a defect here must cost neither the proofs' thread nor the messages that wait. */
    private static void prepare(CertificateVerifier verifier, List<Certificate> certificates) {
        try {
            verifier.prepare(certificates);
        } catch (RuntimeException e) {
            LOG.error("Certificates could not be prepared, each is checked on its own", e);
        }
    }

    /**
     * @param message a message of the batch
     * @return its proof; the first call pays for the steps all share
     */
    public Proof prove(QueuedMessage message) {
        if (shared == null) {
            checkShared();
        }
        Steps steps = new Steps(clock, shared, sharedBroken);
        steps.check(
                Proof.CONTENT,
                "Content is in the tree",
                "SHA-256 of " + message.content().length + " bytes at /" + LABEL + "/" + message.key(),
                () -> content(message));
        steps.check(
                Proof.CLIENT_KEY,
                "Content is for this client",
                message.content().length + " bytes of content",
                () -> target(message));
        return steps.proof();
    }

    /** @return the certificate's time, ns since the epoch, once a message was proved and if the certificate holds */
    public OptionalLong certifiedTime() {
        return certifiedTime;
    }

    private void checkShared() {
        Steps steps = new Steps(clock);
        steps.check(Proof.CERTIFICATE, "Certificate is well-formed", cert.length + " bytes", () -> {
            decoded = decoded == null ? Certificate.decode(cert) : decoded;
            return Finding.ok(decoded.delegation().isPresent() ? "with delegation" : "from the root subnet");
        });
        if (steps.broken()) {
            skipCertificate(steps);
        } else {
            checkCertificate(steps, decoded);
        }
        byte[][] certified = new byte[1][];
        steps.check(
                Proof.CERTIFIED_DATA,
                "Certificate holds the canister's data",
                "/canister/" + canister + "/certified_data",
                () -> certifiedData(decoded, certified));
        steps.check(
                Proof.TREE,
                "Tree hashes to the certified data",
                tree.length + " bytes of tree",
                () -> treeDigest(certified[0]));
        shared = List.copyOf(steps.list());
        sharedBroken = steps.broken();
        if (!sharedBroken) {
            certifiedTime = OptionalLong.of(decoded.timeNanos());
        }
    }

    private static void skipCertificate(Steps steps) {
        steps.skip(Proof.SIGNATURE, "Signed under the root key", "", "an earlier step failed");
        steps.skip(Proof.TIME, "Certificate is recent", "", "an earlier step failed");
    }

    /** Every fault of the certificate is listed: a wrong signature and a wrong time are two findings. */
    private void checkCertificate(Steps steps, Certificate certificate) {
        CertificateCheck check = verifier.check(certificate, canister, clock.nowNanos(), MAX_AGE);
        boolean signed = false;
        for (CertificateCheck.Step step : check.steps()) {
            signed |= step.name().equals(CertificateCheck.SIGNATURE);
            steps.add(toStep(step));
        }
        if (!signed) {
            steps.skip(Proof.SIGNATURE, "Signed under the root key", "", "the delegation does not hold");
        }
    }

    private ProofStep toStep(CertificateCheck.Step step) {
        String detail = step.ok() ? "" : "the certificate's " + step.name() + " does not hold";
        Verdict verdict = step.ok() ? Verdict.VERIFIED : Verdict.FAILED;
        String name;
        String title;
        String input;
        switch (step.name()) {
            case CertificateCheck.DELEGATION, CertificateCheck.CANISTER_RANGE -> {
                name = Proof.DELEGATION;
                title = step.name().equals(CertificateCheck.DELEGATION)
                        ? "Subnet is vouched for by the root key"
                        : "Subnet is responsible for the canister";
                input = "delegation in the certificate";
            }
            case CertificateCheck.SIGNATURE -> {
                name = Proof.SIGNATURE;
                title = "Signed under the root key";
                input = "root key " + verifier.rootKey().fingerprint();
            }
            default -> {
                name = Proof.TIME;
                title = "Certificate is recent";
                input = "/time";
            }
        }
        return new ProofStep(name, title, input, step.expected(), step.actual(), verdict, detail, step.durationNanos());
    }

    private Finding certifiedData(Certificate certificate, byte[][] out) {
        LookupResult data = certificate
                .tree()
                .lookup(
                        "canister".getBytes(StandardCharsets.UTF_8),
                        canister.getValue(),
                        "certified_data".getBytes(StandardCharsets.UTF_8));
        if (!data.isFound()) {
            return Finding.failed(
                    "32 bytes", data.status().toString(), "the certificate says nothing about this canister");
        }
        out[0] = data.value();
        return Finding.ok(Steps.hex(data.value()));
    }

    private Finding treeDigest(byte[] certified) {
        decodedTree = HashTree.decode(tree);
        return Finding.equal(
                Steps.hex(certified),
                Steps.hex(decodedTree.digest()),
                "the tree is not the one the canister certified");
    }

    private Finding content(QueuedMessage message) {
        LookupResult leaf = decodedTree.lookup(LABEL, message.key());
        String actual = Steps.hex(Sha256.of(message.content()));
        if (!leaf.isFound()) {
            return Finding.failed(leaf.status().toString(), actual, "the tree does not show this message's key");
        }
        return Finding.equal(Steps.hex(leaf.value()), actual, "the content is not what the canister certified");
    }

    private Finding target(QueuedMessage message) {
        WebsocketMessage content = protocol.content(message.content());
        return Finding.equal(
                text(content.clientKey()),
                text(message.clientKey()),
                "the message is routed to another client than its content names");
    }

    /** A batch names few clients again and again, and their text is costly. */
    private String text(ClientKey client) {
        return texts.computeIfAbsent(client, ClientKey::toString);
    }
}
