package org.icws.testbench.shell;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidSyntaxException;
import org.icws.testbench.client.NetworkClient;
import org.icws.testbench.compose.MessageType;
import org.icws.testbench.store.NameBook;

/** Asks a network what the messages to its canisters look like. Thread-safe. */
final class MessageTypes {

    private final NetworkClient network;
    private final Executor executor;
    private final NameBook names;

    /** @param executor runs what blocks */
    MessageTypes(NetworkClient network, Executor executor, NameBook names) {
        this.network = network;
        this.executor = executor;
        this.names = names;
    }

    /** Where the network answers. */
    URI network() {
        return network.network();
    }

    /** The type, from the interface that the canister's module carries. */
    CompletableFuture<MessageType> of(Principal canister) {
        return CompletableFuture.supplyAsync(
                () -> network.candid(canister)
                        .map(did -> read(did, canister))
                        .orElseGet(() -> unknown(names.nameOf(canister)
                                + " does not tell its interface. Paste it to get a form; until then any Candid can be"
                                + " sent.")),
                executor);
    }

    private MessageType read(String did, Principal canister) {
        try {
            return MessageType.of(did, "from " + names.nameOf(canister) + ".did");
        } catch (ProtocolException e) {
            String why = e instanceof CandidSyntaxException at ? at.placed(did) : e.getMessage();
            return unknown("The interface of " + names.nameOf(canister) + " gives no form. " + why
                    + " Paste another to get one; until then any Candid can be sent.");
        }
    }

    private static MessageType unknown(String why) {
        return new MessageType(null, MessageType.Codec.CANDID, why);
    }
}
