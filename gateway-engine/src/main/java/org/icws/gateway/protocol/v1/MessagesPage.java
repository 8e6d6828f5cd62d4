package org.icws.gateway.protocol.v1;

import java.util.List;
import java.util.Optional;

/**
 * One answer of ws_get_messages.
 *
 * @param messages in order of their nonces
 * @param cert certificate for all of them; empty if there are none
 * @param tree hash tree for all of them; empty if there are none
 * @param endOfQueue false if more messages wait; empty if the canister does not say
 */
public record MessagesPage(List<QueuedMessage> messages, byte[] cert, byte[] tree, Optional<Boolean> endOfQueue) {
    /** Copies the list. */
    public MessagesPage {
        messages = List.copyOf(messages);
    }

    /** @return true if asking again at once would bring nothing; a silent canister is asked again after any message */
    public boolean isEnd() {
        return endOfQueue.orElse(messages.isEmpty());
    }
}
