package org.icws.gateway.endpoint;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.icws.gateway.GatewayScheduler;
import org.icws.gateway.session.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole frames straight into Grizzly's write queue, below Tyrus: no copy of what a batch shares, and the bytes that
 * wait for a slow reader can be counted. Closing sends an own close frame behind the data and waits for the client's
 * answer, because closing the socket at once would make the kernel drop what the client has not read.
 */
final class GrizzlyPeer implements Peer {
    private static final Logger LOG = LoggerFactory.getLogger(GrizzlyPeer.class);
    /** Unset, the kernel would take megabytes for a client that does not read. */
    private static final int KERNEL_SEND_BUFFER = 256 << 10;

    /** Bytes that may stand in the queue for a moment although the kernel takes everything. */
    private static final int A_FRAME_UNDER_WAY = 1 << 10;

    private final NIOConnection connection;
    private final AsyncQueueWriter<SocketAddress> writer;
    private final MemoryManager<?> memory;
    private final boolean encrypted;
    private final GatewayScheduler scheduler;
    private final Supplier<Duration> closeGrace;
    private final String remote;
    private final AtomicBoolean closing = new AtomicBoolean();
    /** Planned once the connection is closing; set by whoever made it so. */
    private volatile GatewayScheduler.Task dropping;

    private volatile boolean received;
    private long waitingWhenAsked;
    private final FrameEnds ends = new FrameEnds();

    @SuppressWarnings("unchecked")
    GrizzlyPeer(
            Connection<?> connection, boolean encrypted, GatewayScheduler scheduler, Supplier<Duration> closeGrace) {
        this.connection = (NIOConnection) connection;
        this.encrypted = encrypted;
        this.scheduler = scheduler;
        this.closeGrace = closeGrace;
        this.remote = describe(connection.getPeerAddress());
        TCPNIOTransport transport = (TCPNIOTransport) connection.getTransport();
        this.memory = transport.getMemoryManager();
        this.writer = (AsyncQueueWriter<SocketAddress>)
                (AsyncQueueWriter<?>) transport.getAsyncQueueIO().getWriter();
        try {
            ((SocketChannel) this.connection.getChannel())
                    .setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_SEND_BUFFER);
        } catch (IOException e) {
            LOG.debug("The send buffer of {} keeps its size", remote, e);
        }
    }

    private static String describe(Object address) {
        String text = String.valueOf(address);
        return text.startsWith("/") ? text.substring(1) : text;
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean send(List<OutFrame> frames) {
        if (closing.get() || !connection.isOpen()) {
            return false;
        }
        FrameBatch batch = FrameBatch.ofThisThread();
        for (OutFrame frame : frames) {
            int size = WireFrames.size(frame.size());
            if (!batch.isEmpty() && size > batch.room()) {
                write(batch);
            }
            batch.add(frame);
        }
        if (!batch.isEmpty()) {
            write(batch);
        }
        return true;
    }

    /** The batch belongs to this thread: what the kernel does not take now is copied for later. */
    private void write(FrameBatch batch) {
        synchronized (ends) {
            ends.handedOver(batch.sizes(), batch.frames());
        }
        try {
            // A connection that breaks meanwhile tells its close listener, and the session ends that way.
            if (encrypted) {
                encryptAndWrite(batch.wrapped(memory));
            } else {
                writer.write(asWritable(), null, batch.wrapped(memory), null, FrameBatch.KEEP_REST);
            }
        } finally {
            batch.clear();
        }
    }

    /** Through the filters, because the writer is below TLS; the bytes are encrypted into others before it returns. */
    @SuppressWarnings("unchecked")
    private void encryptAndWrite(Buffer plain) {
        ((Connection<Object>) (Connection<?>) connection).write(plain);
    }

    @SuppressWarnings("unchecked")
    private Connection<SocketAddress> asWritable() {
        return (Connection<SocketAddress>) (Connection<?>) connection;
    }

    /** Answers a ping; a client that pings without reading is bounded like one that only does not read. */
    void pong(byte[] payload) {
        if (!closing.get() && connection.isOpen() && outstandingBytes() < KERNEL_SEND_BUFFER) {
            write(Buffers.wrap(memory, WireFrames.pong(payload)));
        }
    }

    @Override
    public void ping() {
        if (!closing.get() && connection.isOpen() && outstandingBytes() < KERNEL_SEND_BUFFER) {
            write(Buffers.wrap(memory, WireFrames.ping()));
        }
    }

    @Override
    public boolean heard() {
        long waiting = outstandingBytes();
        // More than the kernel takes at once waits, and has become less: a slow reader, whose answer is behind it all.
        // A few bytes say nothing: they may be a frame that is just being written.
        boolean taken = waiting > 0 && waitingWhenAsked > A_FRAME_UNDER_WAY && waiting < waitingWhenAsked;
        waitingWhenAsked = waiting;
        boolean sent = received;
        received = false;
        return sent || taken;
    }

    /** Something has arrived. */
    void received() {
        // A plain read first: on a busy connection the flag is set already.
        if (!received) {
            received = true;
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.compareAndSet(false, true) || !connection.isOpen()) {
            return;
        }
        write(Buffers.wrap(memory, WireFrames.close(code, reason)));
        resumeReading();
        dropLater();
    }

    /** The client's close frame arrived: answers it unless it is the answer to ours, then closes the socket. */
    void clientClosed(int code) {
        if (closing.compareAndSet(false, true) && connection.isOpen()) {
            write(Buffers.wrap(memory, WireFrames.close(answerTo(code), "")));
            dropLater();
        }
        // Grizzly writes what is queued before it closes the socket.
        connection.closeSilently();
    }

    private void dropLater() {
        dropping = scheduler.schedule(closeGrace.get(), this::abort);
        if (!connection.isOpen()) {
            gone();
        }
    }

    /** The connection is closed: what is still planned would only keep it in memory. */
    void gone() {
        GatewayScheduler.Task planned = dropping;
        if (planned != null) {
            planned.cancel();
        }
    }

    /** The client's own code, unless it is one that nobody may send. */
    private static int answerTo(int code) {
        boolean standard = code >= 1000 && code <= 1014 && code != 1004 && code != 1006;
        return standard || code >= 3000 && code < 5000 ? code : 1002;
    }

    @Override
    public void abort() {
        if (connection.isOpen()) {
            connection.terminateSilently();
        }
    }

    @Override
    public void pauseReading() {
        try {
            connection.disableIOEvent(IOEvent.READ);
        } catch (IOException e) {
            LOG.debug("Reading from {} cannot be paused", remote, e);
        }
    }

    @Override
    public void resumeReading() {
        try {
            connection.enableIOEvent(IOEvent.READ);
        } catch (IOException e) {
            LOG.debug("Reading from {} cannot be resumed", remote, e);
        }
    }

    @Override
    public long outstandingBytes() {
        // After the end Grizzly's count stays where it was.
        return connection.isOpen() ? connection.getAsyncWriteQueue().size() : 0;
    }

    @Override
    public int outstandingFrames() {
        long outstanding = outstandingBytes();
        synchronized (ends) {
            return ends.outstanding(outstanding);
        }
    }

    private void write(Buffer buffer) {
        if (encrypted) {
            encryptAndWrite(buffer);
            return;
        }
        try {
            writer.write(asWritable(), buffer);
        } catch (IOException e) {
            LOG.debug("Nothing can be written to {} any more", remote, e);
            abort();
        }
    }
}
