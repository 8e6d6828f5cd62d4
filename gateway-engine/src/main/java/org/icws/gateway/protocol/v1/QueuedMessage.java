package org.icws.gateway.protocol.v1;

/**
 * A message as it lies in the canister's queue for a gateway.
 *
 * @param clientKey the client it is for
 * @param key its key in the hash tree: gateway principal, underscore, nonce with 20 digits
 * @param content the certified content, a {@link WebsocketMessage}
 */
public record QueuedMessage(ClientKey clientKey, String key, byte[] content) {
    /**
     * @return the message's number in the gateway's queue
     * @throws V1Exception if the key does not end in one
     */
    public long nonce() {
        int underscore = key.lastIndexOf('_');
        try {
            return Long.parseUnsignedLong(key.substring(underscore + 1));
        } catch (NumberFormatException e) {
            throw new V1Exception("the message key \"" + key + "\" does not end in a number", e);
        }
    }
}
