package org.icws.replica;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the test's own, which nobody trusts unless told to. */
final class TestAuthority {
    private static final char[] PASSWORD = "test".toCharArray();
    private static final X500Name ISSUER = new X500Name("CN=Test authority");

    private final KeyPair keys = pair();
    private final X509Certificate certificate = signed(ISSUER, keys, null);

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate signed(X500Name subject, KeyPair owner, GeneralNames names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    ISSUER,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(Instant.now().minusSeconds(3600)),
                    Date.from(Instant.now().plusSeconds(3600)),
                    subject,
                    owner.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names == null));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            PrivateKey signer = keys.getPrivate();
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** For a server with a certificate for an IP address. */
    SSLContext server(String address) {
        try {
            KeyPair own = pair();
            X509Certificate leaf = signed(
                    new X500Name("CN=Test server"),
                    own,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", own.getPrivate(), PASSWORD, new X509Certificate[] {leaf, certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** For a client that trusts this authority and nobody else. */
    SSLContext client() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
