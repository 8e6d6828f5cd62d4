package org.icws.gateway.protocol.poc;

import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CborCursor;
import org.icws.gateway.protocol.v1.CborOut;
import org.icws.gateway.protocol.v1.V1Exception;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/**
 * The first frame of a client.
 *
 * @param content the signed bytes, self-describe tag included; the argument of ws_open as they are
 * @param signature Ed25519, 64 bytes, over the content
 * @param clientId the number ws_register gave to the client, unsigned
 * @param canister receiver, named in the content
 */
public record FirstMessage(byte[] content, byte[] signature, long clientId, Principal canister) {
    private static final String CONTENT = "client_canister_id";
    private static final String SIGNATURE = "sig";
    private static final String CLIENT_ID = "client_id";
    private static final String CANISTER_ID = "canister_id";

    /**
     * @param frame a client's first frame
     * @return its parts
     * @throws V1Exception if the frame is something else
     */
    public static FirstMessage decode(byte[] frame) {
        SignedFrame outer = SignedFrame.decode(frame, CONTENT);
        CborCursor in = new CborCursor(outer.content());
        in.skipSelfDescribeTag();
        Long clientId = null;
        String canister = null;
        int entries = in.map();
        for (int i = 0; i < entries; i++) {
            switch (in.text()) {
                case CLIENT_ID -> clientId = in.unsigned();
                case CANISTER_ID -> canister = in.text();
                default -> in.skip();
            }
        }
        in.finish();
        return new FirstMessage(
                outer.content(),
                outer.signature(),
                SignedFrame.present(CLIENT_ID, clientId),
                principal(SignedFrame.present(CANISTER_ID, canister)));
    }

    private static Principal principal(String text) {
        try {
            return Principals.parse(text);
        } catch (ProtocolException e) {
            throw new V1Exception(CANISTER_ID + " is not a principal: " + e.getMessage(), e);
        }
    }

    /** @return the bytes a client signs: map with tag, keys in alphabetical order */
    public static byte[] content(long clientId, Principal canister) {
        return new CborOut(80)
                .selfDescribeTag()
                .map(2)
                .text(CANISTER_ID)
                .text(canister.toString())
                .text(CLIENT_ID)
                .unsigned(clientId)
                .toBytes();
    }

    /** @return the frame: map with tag, keys in alphabetical order */
    public byte[] encode() {
        return new CborOut(content.length + 100)
                .selfDescribeTag()
                .map(2)
                .text(CONTENT)
                .bytes(content)
                .text(SIGNATURE)
                .bytes(signature)
                .toBytes();
    }
}
