package org.icws.protocol.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.icws.protocol.ProtocolException;

/**
 * Keys and certificates for TLS in PEM form (RFC 7468): certificate chains, and private keys as PKCS#8, PKCS#1 (RSA) or SEC1
 * (elliptic curves). Stateless.
 */
public final class PemFiles {
    private static final String CERTIFICATE = "CERTIFICATE";

    private PemFiles() {}

    /**
     * Reads a chain of certificates.
     *
     * @param pem the server's certificate first, then those that vouch for it; other parts are skipped
     * @return at least one certificate
     * @throws ProtocolException if there is none or one cannot be read
     */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
                if (part.getType().equals(CERTIFICATE)) {
                    chain.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(part.getContent())));
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ProtocolException("A certificate is not readable: " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new ProtocolException("There is no certificate in it (-----BEGIN CERTIFICATE-----).");
        }
        return List.copyOf(chain);
    }

    /**
     * Reads the first private key.
     *
     * @param pem PKCS#8, PKCS#1 or SEC1; parts that are no keys, such as the parameters of a curve, are skipped
     * @return the key for the JDK's TLS
     * @throws ProtocolException if there is none, it is encrypted, or of a kind TLS cannot use
     */
    public static PrivateKey privateKey(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
                    throw new ProtocolException("The private key is encrypted; store it without a password.");
                }
                if (part instanceof PEMKeyPair pair) {
                    return toJdk(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo info) {
                    return toJdk(info);
                }
            }
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What a parser of ASN.1 throws for nonsense is of many kinds.
            throw new ProtocolException("The private key is not readable: " + e.getMessage(), e);
        }
        throw new ProtocolException("There is no private key in it (-----BEGIN PRIVATE KEY-----).");
    }

    private static PrivateKey toJdk(PrivateKeyInfo info) throws IOException {
        ASN1ObjectIdentifier id = info.getPrivateKeyAlgorithm().getAlgorithm();
        String algorithm;
        if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            algorithm = "RSA";
        } else if (id.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            algorithm = "EC";
        } else if (id.equals(EdECObjectIdentifiers.id_Ed25519)) {
            algorithm = "Ed25519";
        } else {
            throw new ProtocolException("A private key of the kind " + id + " cannot be used for TLS.");
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new ProtocolException("This " + algorithm + " key cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    static String write(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new ProtocolException("A string cannot be written", e);
        }
        return text.toString().replace("\r\n", "\n");
    }
}
