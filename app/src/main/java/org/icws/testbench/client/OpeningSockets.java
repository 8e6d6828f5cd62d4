package org.icws.testbench.client;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.nio.ChannelConfigurator;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.grizzly.nio.SelectorRunner;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.threadpool.AbstractThreadPool;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.grizzly.threadpool.ThreadPoolProbe;

/**
 * Tells each {@link BoundedOpening} its socket, which Tyrus keeps to itself: with a shared transport it does not even close
 * the socket of an attempt that it has given up. The transport is made by Tyrus, out of anybody's reach, but its selectors
 * run in a thread pool that we describe, and they know it. Stateless.
 */
final class OpeningSockets extends ThreadPoolProbe.Adapter {

    private OpeningSockets() {}

    /** Watches the transport whose selectors will run in such a pool. */
    static ThreadPoolConfig watched(ThreadPoolConfig selectors) {
        selectors.getInitialMonitoringConfig().addProbes(new OpeningSockets());
        return selectors;
    }

    @Override
    public void onTaskQueueEvent(AbstractThreadPool pool, Runnable task) {
        // Before the transport's start returns, hence before its first connection.
        if (task instanceof SelectorRunner runner) {
            runner.getTransport().setChannelConfigurator(new Telling());
        }
    }

    private static final class Telling implements ChannelConfigurator {

        @Override
        public void preConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
            TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.preConfigure(transport, channel);
            // Called by whoever connects, before it does.
            BoundedOpening opening = BoundedOpening.current();
            if (opening != null && channel instanceof SocketChannel socket) {
                opening.uses(socket);
            }
        }

        @Override
        public void postConfigure(NIOTransport transport, SelectableChannel channel) throws IOException {
            TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.postConfigure(transport, channel);
        }
    }
}
