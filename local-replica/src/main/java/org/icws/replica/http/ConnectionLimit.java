package org.icws.replica.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Lets only so many connections in. Those beyond are answered 503 when their first bytes come, as a connection that is closed before
 * may be reset, and its client would not see the answer; one that sends nothing is closed as idle.
 */
final class ConnectionLimit extends BaseFilter implements AddOn {
    private static final String BEYOND = ConnectionLimit.class.getName();
    private static final String SENTENCE =
            "The local replica has too many connections open; close some, or try again later.\n";

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        chain.add(chain.indexOfType(TransportFilter.class) + 1, this);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        if (open.incrementAndGet() > limit) {
            context.getConnection().getAttributes().setAttribute(BEYOND, Boolean.TRUE);
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        open.decrementAndGet();
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        return context.getConnection().getAttributes().getAttribute(BEYOND) == null
                ? context.getInvokeAction()
                : LastWords.say(context, "503 Service Unavailable", SENTENCE);
    }
}
