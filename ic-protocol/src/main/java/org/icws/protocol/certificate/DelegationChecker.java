package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.crypto.BlsKey;
import org.icws.protocol.encoding.Leb128;
import org.icws.protocol.hash.Sha256;
import org.icws.protocol.principal.Principals;

/** Checks delegations of the root subnet and remembers those that held by their bytes. Thread-safe. */
final class DelegationChecker {

    /** A subnet the root subnet vouches for. */
    record Subnet(Principal id, byte[] keyDer, CanisterRanges ranges) {}

    private static final int SUBNETS_REMEMBERED = 128;

    private final RootKey rootKey;
    private final SignatureChecker signatures;
    private final BoundedCache<Subnet> verified = new BoundedCache<>(SUBNETS_REMEMBERED);

    DelegationChecker(RootKey rootKey, SignatureChecker signatures) {
        this.rootKey = rootKey;
        this.signatures = signatures;
    }

    /** @throws ProtocolException when the delegation does not hold */
    Subnet check(CertificateDelegation delegation) {
        byte[] idLength = Leb128.unsigned(delegation.subnetId().length);
        byte[] digest = Sha256.of(idLength, delegation.subnetId(), delegation.certificate());
        return verified.get(digest).orElseGet(() -> {
            Subnet subnet = verify(delegation);
            verified.put(digest, subnet);
            return subnet;
        });
    }

    private Subnet verify(CertificateDelegation delegation) {
        Principal id = Principals.of(delegation.subnetId());
        Certificate certificate = Certificate.decode(delegation.certificate());
        if (certificate.delegation().isPresent()) {
            throw new ProtocolException("the delegation carries a delegation itself");
        }
        if (!signatures.check(certificate, rootKey.der())) {
            throw new ProtocolException("the delegation's signature is not the root subnet's");
        }
        LookupResult key = certificate
                .tree()
                .lookup("subnet".getBytes(US_ASCII), delegation.subnetId(), "public_key".getBytes(US_ASCII));
        if (!key.isFound()) {
            throw new ProtocolException("the delegation shows no public key of subnet " + id);
        }
        return new Subnet(
                id, BlsKey.requireDer(key.value()), CanisterRanges.of(certificate.tree(), delegation.subnetId()));
    }
}
