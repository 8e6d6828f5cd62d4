package org.icws.replica.certification;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.crypto.BlsSecret;
import org.icws.protocol.request.DomainSeparator;

/**
 * The state tree of one moment. It is signed when the first certificate is asked for, and only once, however many certificates
 * are cut from it. Thread-safe.
 */
public final class CertifiedState {
    private final long height;
    private final long timeNanos;
    private final StateMap root;
    private final UnaryOperator<byte[]> signer;
    private volatile byte[] signature;

    /**
     * @param height number of the round
     * @param timeNanos the certified time, also part of the tree
     * @param root the whole tree
     * @param key the subnet's key
     */
    public CertifiedState(long height, long timeNanos, StateMap root, BlsSecret key) {
        this(height, timeNanos, root, key::sign);
    }

    /** @param signer signs for the subnet */
    CertifiedState(long height, long timeNanos, StateMap root, UnaryOperator<byte[]> signer) {
        this.height = height;
        this.timeNanos = timeNanos;
        this.root = root;
        this.signer = signer;
    }

    /** Number of the round that led to this state. */
    public long height() {
        return height;
    }

    /** The certified time in nanoseconds since the epoch. */
    public long timeNanos() {
        return timeNanos;
    }

    /** The whole tree. */
    public StateMap root() {
        return root;
    }

    /** Whether a certificate can be cut without signing. */
    public boolean isSigned() {
        return signature != null;
    }

    private byte[] signature() {
        byte[] known = signature;
        if (known == null) {
            synchronized (this) {
                known = signature;
                if (known == null) {
                    known = signer.apply(DomainSeparator.STATE_ROOT.prepend(root.digest()));
                    signature = known;
                }
            }
        }
        return known;
    }

    /**
     * A certificate that shows some paths, or proves that they do not exist.
     *
     * @param paths what to show; everything below them is shown too
     * @return CBOR with the self-describe tag
     */
    public byte[] certificate(List<List<byte[]>> paths) {
        return new Certificate(Witness.of(root, paths), signature(), Optional.empty()).encode();
    }
}
