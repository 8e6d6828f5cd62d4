package org.icws.gateway;

/** A running event subscription; close it to stop receiving. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** @return events this subscription has lost so far by being slow */
    long lost();

    /** Stops the subscription and ends its thread; a batch being delivered is finished first. Never blocks. */
    @Override
    void close();
}
