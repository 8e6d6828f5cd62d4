package org.icws.protocol.certificate;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.certificate.CertificateCheck.Step;
import org.icws.protocol.certificate.CertificateException.Kind;

/**
 * Checks certificates against a network's root key: delegation, canister range, signature, time.
 *
 * <p>Signatures that were found right are remembered, because a gateway meets the same certificate once per message of
 * a batch, and a verification costs about a millisecond. Both memories are bounded. Only success is remembered.
 * Thread-safe. Source: IC interface specification, "Certificate" and "Delegation".
 */
public final class CertificateVerifier {

    /** How far a certificate's time may be ahead of the local clock. */
    public static final Duration MAX_FUTURE = Duration.ofMinutes(5);

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE = "uuuu-MM-dd".length();
    private static final int SIGNATURES_REMEMBERED = 1024;

    private final RootKey rootKey;
    private final SignatureChecker signatures = new SignatureChecker(SIGNATURES_REMEMBERED);
    private final DelegationChecker delegations;

    /** A verifier that trusts this key alone. */
    public CertificateVerifier(RootKey rootKey) {
        this.rootKey = rootKey;
        this.delegations = new DelegationChecker(rootKey, signatures);
    }

    /** The key this verifier trusts. */
    public RootKey rootKey() {
        return rootKey;
    }

    /**
     * Accepts or throws.
     *
     * @param effectiveCanister the canister the certificate must be responsible for; null when a subnet was asked
     *     itself, then no range is checked
     * @param nowNanos nanoseconds since 1970
     * @param maxAge how old the certificate may be, inclusive
     * @throws CertificateException with the first thing that is wrong
     */
    public void verify(Certificate certificate, Principal effectiveCanister, long nowNanos, Duration maxAge) {
        requireOk(check(certificate, effectiveCanister, nowNanos, maxAge));
    }

    /**
     * Accepts or throws, whatever the certificate's time is.
     *
     * @param canister the canister the certificate must be responsible for
     * @throws CertificateException with the first thing that is wrong
     */
    public void verifySignature(Certificate certificate, Principal canister) {
        List<Step> steps = new ArrayList<>();
        byte[] key = signingKey(certificate, canister, steps);
        if (key != null) {
            steps.add(checkSignature(certificate, key));
        }
        requireOk(new CertificateCheck(steps));
    }

    private static void requireOk(CertificateCheck check) {
        check.firstFailure().ifPresent(step -> {
            throw new CertificateException(
                    step.failure(),
                    "The certificate's " + step.name() + " does not hold: expected " + step.expected() + ", but "
                            + step.actual() + ".");
        });
    }

    /** Like {@link #verify}, but tells each step's outcome instead of throwing. */
    public CertificateCheck check(
            Certificate certificate, Principal effectiveCanister, long nowNanos, Duration maxAge) {
        List<Step> steps = new ArrayList<>();
        byte[] key = signingKey(certificate, effectiveCanister, steps);
        if (key != null) {
            steps.add(checkSignature(certificate, key));
        }
        steps.add(checkTime(certificate, nowNanos, maxAge));
        return new CertificateCheck(steps);
    }

    /**
     * Prepares for checking several certificates: their signatures are verified together, some five times faster than one
     * by one, and remembered. Nothing is decided here; where one is wrong, each is verified on its own when it is checked.
     *
     * @param certificates any number, of any subnets
     */
    public void prepare(List<Certificate> certificates) {
        Map<ByteBuffer, List<Certificate>> bySigner = new LinkedHashMap<>();
        for (Certificate certificate : certificates) {
            byte[] key = signingKey(certificate, null, new ArrayList<>());
            if (key != null) {
                bySigner.computeIfAbsent(ByteBuffer.wrap(key), k -> new ArrayList<>())
                        .add(certificate);
            }
        }
        bySigner.forEach((key, signed) -> signatures.checkTogether(signed, key.array()));
    }

    private byte[] signingKey(Certificate certificate, Principal canister, List<Step> steps) {
        if (certificate.delegation().isEmpty()) {
            return rootKey.der();
        }
        String expected = "a delegation signed by the root subnet";
        long started = System.nanoTime();
        DelegationChecker.Subnet subnet;
        try {
            subnet = delegations.check(certificate.delegation().get());
        } catch (ProtocolException e) {
            steps.add(new Step(
                    CertificateCheck.DELEGATION, false, expected, e.getMessage(), Kind.DELEGATION, since(started)));
            return null;
        }
        steps.add(new Step(CertificateCheck.DELEGATION, true, expected, "subnet " + subnet.id(), null, since(started)));
        if (canister != null) {
            long asked = System.nanoTime();
            boolean inRange = subnet.ranges().contains(canister);
            steps.add(new Step(
                    CertificateCheck.CANISTER_RANGE,
                    inRange,
                    "a subnet responsible for " + canister,
                    subnet.ranges().describe(),
                    inRange ? null : Kind.CANISTER_RANGE,
                    since(asked)));
        }
        return subnet.keyDer();
    }

    private Step checkSignature(Certificate certificate, byte[] key) {
        String signer = certificate.delegation().isEmpty() ? "root subnet" : "delegated subnet";
        long started = System.nanoTime();
        boolean ok = signatures.check(certificate, key);
        return new Step(
                CertificateCheck.SIGNATURE,
                ok,
                "a BLS signature of the " + signer + " over the tree's root hash",
                ok ? "it is" : "it is not",
                ok ? null : Kind.SIGNATURE,
                since(started));
    }

    private static Step checkTime(Certificate certificate, long nowNanos, Duration maxAge) {
        long started = System.nanoTime();
        long earliest = nowNanos - nanos(maxAge);
        long latest = nowNanos + nanos(MAX_FUTURE);
        String expected = window(earliest, latest);
        long time;
        try {
            time = certificate.timeNanos();
        } catch (CertificateException e) {
            return new Step(CertificateCheck.TIME, false, expected, e.getMessage(), e.kind(), since(started));
        }
        boolean ok = time >= earliest && time <= latest;
        String actual = instant(time).toString();
        return new Step(CertificateCheck.TIME, ok, expected, actual, ok ? null : Kind.TIME, since(started));
    }

    private static long since(long started) {
        return System.nanoTime() - started;
    }

    private static long nanos(Duration duration) {
        // Saturates, so that "any age" can be said with a very long duration.
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    /** Two times of one day in few letters: the window shows them beside the certificate's own. */
    private static String window(long earliest, long latest) {
        String from = SECONDS.format(instant(earliest));
        String until = SECONDS.format(instant(latest));
        boolean sameDay = from.substring(0, DATE).equals(until.substring(0, DATE));
        return from + " to " + (sameDay ? until.substring(DATE + 1) : until) + " UTC";
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }
}
