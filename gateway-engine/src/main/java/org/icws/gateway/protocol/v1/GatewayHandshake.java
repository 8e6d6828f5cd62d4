package org.icws.gateway.protocol.v1;

import org.ic4j.types.Principal;

/**
 * The first frame of a connection, from gateway to client.
 *
 * @param gatewayPrincipal the principal the client has to name in its ws_open
 */
public record GatewayHandshake(Principal gatewayPrincipal) {
    private static final String FIELD = "gateway_principal";

    /** @return CBOR map with self-describe tag, the principal as byte string */
    public byte[] encode() {
        return new CborOut(64)
                .selfDescribeTag()
                .map(1)
                .text(FIELD)
                .bytes(gatewayPrincipal.getValue())
                .toBytes();
    }

    /**
     * @param frame a frame from a gateway
     * @return the handshake
     * @throws V1Exception if the frame is something else
     */
    public static GatewayHandshake decode(byte[] frame) {
        CborCursor in = new CborCursor(frame);
        in.skipSelfDescribeTag();
        Principal principal = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            if (in.text().equals(FIELD)) {
                principal = V1Principals.of(in.bytes());
            } else {
                in.skip();
            }
        }
        in.finish();
        if (principal == null) {
            throw new V1Exception("field " + FIELD + " is missing");
        }
        return new GatewayHandshake(principal);
    }
}
