package org.icws.protocol.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.encoding.Leb128;

/**
 * A part of the state tree with the subnet's signature over its root hash. Decoding verifies nothing: see
 * {@link CertificateVerifier}. Source: IC interface specification, "Certificate".
 *
 * @param tree the part of the state that is shown
 * @param signature BLS signature, 48 bytes when genuine
 * @param delegation who vouches for the signing subnet; empty when it is the root subnet
 */
public record Certificate(HashTree tree, byte[] signature, Optional<CertificateDelegation> delegation) {

    /**
     * Reads the CBOR form, with or without the self-describe tag.
     *
     * @throws CertificateException of kind {@code MALFORMED}
     */
    public static Certificate decode(byte[] cbor) {
        try {
            JsonNode map = Cbor.read(cbor);
            return new Certificate(
                    HashTree.decode(Cbor.field(map, "tree")),
                    Cbor.bytes(map, "signature"),
                    Cbor.optional(map, "delegation").map(Certificate::readDelegation));
        } catch (CertificateException e) {
            throw e;
        } catch (ProtocolException e) {
            throw new CertificateException(
                    CertificateException.Kind.MALFORMED, "Not a certificate: " + e.getMessage(), e);
        }
    }

    private static CertificateDelegation readDelegation(JsonNode map) {
        return new CertificateDelegation(Cbor.bytes(map, "subnet_id"), Cbor.bytes(map, "certificate"));
    }

    /** The CBOR form, with the self-describe tag. */
    public byte[] encode() {
        return Cbor.writeSelfDescribed(generator -> {
            generator.writeStartObject(null, delegation.isPresent() ? 3 : 2);
            generator.writeFieldName("tree");
            HashTreeCodec.write(generator, tree);
            generator.writeBinaryField("signature", signature);
            if (delegation.isPresent()) {
                generator.writeFieldName("delegation");
                generator.writeStartObject(null, 2);
                generator.writeBinaryField("subnet_id", delegation.get().subnetId());
                generator.writeBinaryField("certificate", delegation.get().certificate());
                generator.writeEndObject();
            }
            generator.writeEndObject();
        });
    }

    /**
     * The time at which the subnet certified the state, in nanoseconds since 1970.
     *
     * @throws CertificateException of kind {@code MALFORMED} when it is not in the tree
     */
    public long timeNanos() {
        LookupResult time = tree.lookup("time");
        if (!time.isFound()) {
            throw new CertificateException(CertificateException.Kind.MALFORMED, "The certificate shows no time.");
        }
        long nanos;
        try {
            nanos = Leb128.readUnsigned(time.value());
        } catch (ProtocolException e) {
            throw new CertificateException(
                    CertificateException.Kind.MALFORMED, "The certificate's time is not readable.", e);
        }
        if (nanos < 0) {
            throw new CertificateException(
                    CertificateException.Kind.MALFORMED, "The certificate's time is after the year 2262.");
        }
        return nanos;
    }
}
