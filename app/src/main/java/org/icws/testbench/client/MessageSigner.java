package org.icws.testbench.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.request.RequestSigner;

/** Makes the frames of one client: signed calls, application messages numbered from 1. Not thread-safe, but for reading the number. */
final class MessageSigner {

    /** The Internet Computer takes up to 5 min; one is left for clocks that differ. */
    private static final long EXPIRY_NANOS = Duration.ofMinutes(4).toNanos();

    private static final int NONCE_BYTES = 16;
    private static final byte[] SELF_DESCRIBE_TAG = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};

    private final SecureRandom random = new SecureRandom();
    private final RequestSigner signer;
    private final Principal canister;
    private final ClientKey key;
    private final LongSupplier nowNanos;
    /** Read by whoever shows it, who is not to wait while something is signed. */
    private volatile long lastSequenceNumber;

    MessageSigner(Identity identity, Principal canister, LongSupplier nowNanos) {
        this.signer = new RequestSigner(identity);
        this.canister = canister;
        this.key = new ClientKey(signer.sender(), random.nextLong());
        this.nowNanos = nowNanos;
    }

    ClientKey key() {
        return key;
    }

    /** The number of the newest message, perhaps one that is being signed; 0 = none yet. */
    long lastSequenceNumber() {
        return lastSequenceNumber;
    }

    byte[] open(Principal gateway) {
        return frame("ws_open", ClientMessages.openArgument(key.nonce(), gateway));
    }

    byte[] message(boolean service, byte[] content) {
        long number = lastSequenceNumber + 1;
        lastSequenceNumber = number;
        byte[] argument = ClientMessages.messageArguments(key, number, nowNanos.getAsLong(), service, content);
        return frame("ws_message", argument);
    }

    private byte[] frame(String method, byte[] argument) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        long expiry = nowNanos.getAsLong() + EXPIRY_NANOS;
        byte[] envelope = signer.call(canister, method, argument, expiry, nonce).envelope();
        return new ClientFrame(withoutTag(envelope)).encode();
    }

    /** The frame has the self-describe tag already; inside, other decoders do not expect a second one. */
    private static byte[] withoutTag(byte[] cbor) {
        int length = SELF_DESCRIBE_TAG.length;
        boolean tagged = cbor.length > length && Arrays.equals(cbor, 0, length, SELF_DESCRIBE_TAG, 0, length);
        return tagged ? Arrays.copyOfRange(cbor, length, cbor.length) : cbor;
    }
}
