package org.icws.gateway.replica;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayClock;
import org.icws.gateway.metrics.SkewEstimator;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.certificate.CertificateException;
import org.icws.protocol.certificate.CertificateVerifier;
import org.icws.protocol.certificate.LookupResult;
import org.icws.protocol.encoding.Leb128;

/** Reads the status of a request out of a certificate, after checking that certificate. Thread-safe. */
final class RequestStatus {
    /** Older answers are replays. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final Supplier<CertificateVerifier> verifier;
    private final Runnable onBadSignature;
    private final GatewayClock clock;
    private final SkewEstimator skew;

    RequestStatus(
            Supplier<CertificateVerifier> verifier, GatewayClock clock, SkewEstimator skew, Runnable onBadSignature) {
        this.verifier = verifier;
        this.onBadSignature = onBadSignature;
        this.clock = clock;
        this.skew = skew;
    }

    /**
     * @param certificate what the network answered
     * @param canister receiver of the call
     * @param requestId the call's id
     * @param submittedAt when it was first submitted, ns since the epoch
     * @return the call's end, or nothing if it has not ended
     */
    Optional<CallResult> read(byte[] certificate, Principal canister, byte[] requestId, long submittedAt) {
        try {
            Certificate decoded = Certificate.decode(certificate);
            long now = clock.nowNanos();
            verifier.get().verify(decoded, canister, now, MAX_AGE);
            skew.answered(decoded.timeNanos(), submittedAt, now);
            return status(decoded, requestId);
        } catch (CertificateException e) {
            onBadSignature.run();
            return Optional.of(new CallResult.Untrusted(e.getMessage()));
        } catch (ProtocolException e) {
            return Optional.of(new CallResult.Untrusted(e.getMessage()));
        }
    }

    private static Optional<CallResult> status(Certificate certificate, byte[] requestId) {
        LookupResult status = field(certificate, requestId, "status");
        if (status.status() != LookupResult.Status.FOUND) {
            return Optional.empty();
        }
        return switch (text(status.value())) {
            case "replied" ->
                Optional.of(new CallResult.Replied(required(field(certificate, requestId, "reply"), "reply")));
            case "rejected" ->
                Optional.of(new CallResult.Rejected(
                        (int) Leb128.readUnsigned(
                                required(field(certificate, requestId, "reject_code"), "reject_code")),
                        text(required(field(certificate, requestId, "reject_message"), "reject_message")),
                        true));
            case "done" ->
                Optional.of(new CallResult.Unanswered("the network has forgotten the result of this request"));
            default -> Optional.empty();
        };
    }

    private static LookupResult field(Certificate certificate, byte[] requestId, String name) {
        return certificate.tree().lookup(utf8("request_status"), requestId, utf8(name));
    }

    private static byte[] required(LookupResult result, String what) {
        if (result.status() != LookupResult.Status.FOUND) {
            throw new ProtocolException("the certificate does not show the " + what);
        }
        return result.value();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
