package org.icws.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.icws.protocol.ProtocolException;

/**
 * A certificate that vouches for itself, and its key: for TLS on one's own machine, where it has to be trusted by hand.
 *
 * @param certificatePem the certificate in PEM form
 * @param keyPem the key as PKCS#8 in PEM form: keep it secret
 */
public record SelfSigned(String certificatePem, String keyPem) {
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;

    /**
     * Makes a P-256 key and a certificate for it.
     *
     * @param names DNS names and IP addresses it is for; the first is its subject too
     * @param now when it begins to be valid, less an hour because clocks differ
     * @param validity how long it is valid
     * @param random source of the key
     */
    public static SelfSigned create(List<String> names, Instant now, Duration validity, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + names.get(0));
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                    Date.from(now.minus(CLOCKS_DIFFER)),
                    Date.from(now.plus(validity)),
                    subject,
                    pair.getPublic());
            extend(builder, names);
            X509CertificateHolder certificate =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new SelfSigned(
                    PemFiles.write("CERTIFICATE", certificate.getEncoded()),
                    PemFiles.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new ProtocolException("No certificate could be made: " + e.getMessage(), e);
        }
    }

    private static void extend(X509v3CertificateBuilder builder, List<String> names) throws CertIOException {
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        // Its own authority: whoever trusts it needs no other certificate.
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9]+(\\.[0-9]+){3}");
    }
}
