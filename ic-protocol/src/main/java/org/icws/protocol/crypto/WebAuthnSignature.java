package org.icws.protocol.crypto;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.cbor.CborException;
import org.icws.protocol.hash.Sha256;

/**
 * What an authenticator signed, and its signature. The message is the challenge in the client data; the signature is over
 * the authenticator data and the hash of the client data. Neither the page's origin nor the authenticator's flags are
 * checked: to a network they mean nothing. Source: IC interface specification, "Web Authentication".
 *
 * @param authenticatorData as the authenticator made it
 * @param clientDataJson as the browser made it
 * @param signature ASN.1 for ES256, plain for EdDSA and RS256
 */
record WebAuthnSignature(byte[] authenticatorData, String clientDataJson, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws ProtocolException when it is not a map with the three fields, in CBOR */
    static WebAuthnSignature decode(byte[] cbor) {
        try {
            JsonNode map = Cbor.read(cbor);
            return new WebAuthnSignature(
                    Cbor.bytes(map, "authenticator_data"), clientData(map), Cbor.bytes(map, "signature"));
        } catch (CborException e) {
            throw new ProtocolException("Signature CBOR parsing failed with: " + e.getMessage(), e);
        }
    }

    /** A text by the specification; the public network also takes its bytes. */
    private static String clientData(JsonNode map) {
        JsonNode node = Cbor.field(map, "client_data_json");
        return node.isBinary()
                ? new String(Cbor.asBytes(node, "client_data_json"), StandardCharsets.UTF_8)
                : Cbor.asText(node, "client_data_json");
    }

    /** @throws ProtocolException when the client data is for another message, or not readable */
    void requireChallenge(byte[] message) {
        byte[] challenge = challenge();
        if (!Arrays.equals(challenge, message)) {
            HexFormat hex = HexFormat.of();
            throw new ProtocolException("Challenge in webauthn is " + hex.formatHex(challenge)
                    + " while it is expected to be " + hex.formatHex(message) + ".");
        }
    }

    private byte[] challenge() {
        try {
            JsonNode data = JSON.readTree(clientDataJson);
            if (data == null || !data.path("challenge").isTextual()) {
                throw new ProtocolException("ClientDataJSON parsing failed with: there is no text \"challenge\".");
            }
            return Base64.getUrlDecoder().decode(data.get("challenge").textValue());
        } catch (JacksonException e) {
            throw new ProtocolException("ClientDataJSON parsing failed with: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Challenge base64url parsing failed with: " + e.getMessage(), e);
        }
    }

    /** What the signature is over. */
    byte[] signedBytes() {
        byte[] clientDataHash = Sha256.of(clientDataJson.getBytes(StandardCharsets.UTF_8));
        byte[] signed = Arrays.copyOf(authenticatorData, authenticatorData.length + clientDataHash.length);
        System.arraycopy(clientDataHash, 0, signed, authenticatorData.length, clientDataHash.length);
        return signed;
    }
}
