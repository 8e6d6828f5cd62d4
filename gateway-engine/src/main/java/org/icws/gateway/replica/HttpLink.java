package org.icws.gateway.replica;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept connection of {@link PlainHttp}, one exchange at a time. Used by its thread only. */
final class HttpLink {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final int maxAnswer;
    private final long since = System.nanoTime();
    private boolean connecting;
    private boolean reused;
    private PlainHttp.Exchange current;
    private ByteBuffer output;
    private HttpInput input;
    /** Kept from one answer to the next. */
    private byte[] memory = new byte[0];

    private HttpLink(SocketChannel channel, Selector selector, int maxAnswer) throws IOException {
        this.channel = channel;
        this.maxAnswer = maxAnswer;
        this.key = channel.register(selector, 0, this);
    }

    static HttpLink connect(Selector selector, InetSocketAddress address, int maxAnswer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            HttpLink link = new HttpLink(channel, selector, maxAnswer);
            link.connecting = !channel.connect(address);
            return link;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    PlainHttp.Exchange current() {
        return current;
    }

    boolean isConnecting() {
        return connecting;
    }

    long since() {
        return since;
    }

    /** True if another exchange went before this one. */
    boolean wasReused() {
        return reused;
    }

    /** True if any of the answer has come. */
    boolean hasInput() {
        return input != null && input.hasAny();
    }

    void send(PlainHttp.Exchange exchange) throws IOException {
        current = exchange;
        output = ByteBuffer.wrap(exchange.request);
        input = new HttpInput(maxAnswer, memory);
        if (connecting) {
            key.interestOps(SelectionKey.OP_CONNECT);
        } else {
            write();
        }
    }

    private void write() throws IOException {
        channel.write(output);
        key.interestOps(output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** @return the answer if it is complete now, otherwise null */
    HttpAnswer ready() throws IOException {
        if (!key.isValid()) {
            return null;
        }
        if (key.isConnectable()) {
            channel.finishConnect();
            connecting = false;
            write();
        } else if (key.isWritable()) {
            write();
        }
        return key.isReadable() ? read() : null;
    }

    private HttpAnswer read() throws IOException {
        if (current == null) {
            // Nothing was asked: this is the end of a kept connection.
            throw new EOFException("the connection was closed");
        }
        ByteBuffer room = input.room();
        int count = channel.read(room);
        return count < 0 ? input.end() : input.added();
    }

    /** Makes room for another exchange; false if the connection cannot be used again. */
    boolean release() {
        boolean again = input.keepsAlive() && !output.hasRemaining();
        memory = input.memory();
        current = null;
        input = null;
        output = null;
        reused = true;
        return again;
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            key.cancel();
        }
    }
}
