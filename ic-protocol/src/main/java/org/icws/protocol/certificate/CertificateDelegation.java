package org.icws.protocol.certificate;

/**
 * The root subnet's word for another subnet's key.
 *
 * @param subnetId the principal of the subnet, as bytes
 * @param certificate the root subnet's certificate about it, as CBOR; it carries no delegation itself
 */
public record CertificateDelegation(byte[] subnetId, byte[] certificate) {}
