package org.icws.protocol.request;

import com.fasterxml.jackson.databind.JsonNode;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;

/**
 * What a canister that signs for users says about the sender of a request. Source: IC interface specification, "Request:
 * Call".
 *
 * @param info for the called canister to read
 * @param signer the canister that says it
 * @param sig its canister signature over the info
 */
public record SenderInfo(byte[] info, Principal signer, byte[] sig) {

    /** @throws org.icws.protocol.ProtocolException when fields are missing or of the wrong type */
    static SenderInfo decode(JsonNode map) {
        return new SenderInfo(
                Cbor.bytes(map, "info"), Principals.of(Cbor.bytes(map, "signer")), Cbor.bytes(map, "sig"));
    }
}
