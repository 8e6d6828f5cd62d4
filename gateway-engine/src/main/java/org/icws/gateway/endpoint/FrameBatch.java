package org.icws.gateway.endpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.asyncqueue.MessageCloner;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.icws.gateway.session.Peer;

/**
 * Frames for one client side by side, so that one system call takes them all. Each sending thread has one and uses it for
 * every client. The memory lies outside the heap: the kernel takes it from there without another copy.
 */
final class FrameBatch {
    /** Keeps what the kernel did not take, because the batch is used again at once. */
    static final MessageCloner<WritableMessage> KEEP_REST = FrameBatch::copyRest;

    private static final int CAPACITY = 256 << 10;
    private static final ThreadLocal<FrameBatch> OF_THREAD = ThreadLocal.withInitial(FrameBatch::new);

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(CAPACITY);
    private ByteBuffer bytes = scratch;
    private Buffer scratchWrapped;
    private int[] sizes = new int[64];
    private int frames;

    static FrameBatch ofThisThread() {
        return OF_THREAD.get();
    }

    private static WritableMessage copyRest(Connection<?> connection, WritableMessage message) {
        Buffer rest = (Buffer) message;
        ByteBuffer copy = ByteBuffer.allocate(rest.remaining());
        rest.get(copy);
        return Buffers.wrap((MemoryManager<?>) null, copy.flip());
    }

    boolean isEmpty() {
        return frames == 0;
    }

    int room() {
        return bytes.remaining();
    }

    /** Adds a frame; one that would not even fit alone gets memory of its own. */
    void add(Peer.OutFrame frame) {
        int size = WireFrames.size(frame.size());
        if (size > bytes.remaining()) {
            bytes = ByteBuffer.allocate(size);
        }
        if (frames == sizes.length) {
            sizes = Arrays.copyOf(sizes, frames * 2);
        }
        WireFrames.binary(bytes, frame.head(), frame.tail());
        sizes[frames++] = size;
    }

    int[] sizes() {
        return sizes;
    }

    int frames() {
        return frames;
    }

    /** What was added, ready to be written. */
    Buffer wrapped(MemoryManager<?> memory) {
        bytes.flip();
        if (bytes != scratch) {
            return Buffers.wrap(memory, bytes);
        }
        if (scratchWrapped == null) {
            // It shares position and limit with the memory it wraps.
            scratchWrapped = Buffers.wrap(memory, scratch);
        }
        return scratchWrapped;
    }

    void clear() {
        scratch.clear();
        bytes = scratch;
        frames = 0;
    }
}
