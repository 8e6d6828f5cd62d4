package org.icws.testbench.samples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.icws.gateway.protocol.v1.ClientFrame;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.GatewayHandshake;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;

/** A client of the v1 protocol whose frames a test makes itself, right ones and wrong ones. It looks at no answers. */
final class RawClient {
    private static final AtomicLong NONCES = new AtomicLong();
    private static final int SELF_DESCRIBE_TAG = 3;

    private final SampleNetwork network;
    private final RawFrames frames;
    private final DirectCaller signer;
    private final ClientKey key;

    private RawClient(SampleNetwork network) {
        this.network = network;
        frames = new RawFrames(network.gateway());
        signer = network.caller(SampleNetwork.identity());
        key = new ClientKey(signer.principal(), NONCES.incrementAndGet());
    }

    /** One that has not yet called {@code ws_open}. */
    static RawClient stranger(SampleNetwork network) throws Exception {
        RawClient client = new RawClient(network);
        GatewayHandshake.decode(client.frames.next());
        return client;
    }

    /** One that the canister has accepted. */
    static RawClient open(SampleNetwork network) throws Exception {
        RawClient client = stranger(network);
        client.send(client.openFrame());
        client.frames.next();
        return client;
    }

    private static byte[] openArgument(SampleNetwork network, long nonce) {
        return CandidEncoder.encode(CandidValue.record(
                "client_nonce",
                CandidValue.nat64(nonce),
                "gateway_principal",
                CandidValue.principal(network.gatewayPrincipal())));
    }

    ClientKey key() {
        return key;
    }

    byte[] openFrame() {
        return frame("ws_open", openArgument(network, key.nonce()));
    }

    byte[] messageFrame(long sequenceNumber, byte[] content) {
        return frame("ws_message", DirectCaller.messageArgument(key, sequenceNumber, content));
    }

    private byte[] frame(String method, byte[] argument) {
        byte[] envelope = signer.sign(method, argument).envelope();
        return new ClientFrame(Arrays.copyOfRange(envelope, SELF_DESCRIBE_TAG, envelope.length)).encode();
    }

    /** The same frame with one bit of its signature changed. */
    static byte[] wronglySigned(byte[] frame) {
        byte[] changed = frame.clone();
        int field = new String(frame, StandardCharsets.ISO_8859_1).indexOf("sender_sig");
        changed[field + 20] ^= 1;
        return changed;
    }

    void send(byte[] frame) throws Exception {
        frames.send(frame);
    }

    boolean isClosed() {
        return frames.isClosed();
    }

    /** Code and reason of its end. */
    String closed() throws Exception {
        return frames.closed();
    }

    /** Drops the connection as a crash does, without a word. */
    void vanish() {
        frames.abort();
    }
}
