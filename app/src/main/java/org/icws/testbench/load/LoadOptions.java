package org.icws.testbench.load;

import java.net.URI;
import java.time.Duration;
import org.ic4j.types.Principal;
import org.icws.protocol.certificate.RootKey;

/**
 * What load to put on which gateway.
 *
 * @param gateway its address, {@code ws://…} or {@code wss://…}
 * @param canister a canister that answers messages of the ping-pong type
 * @param rootKey of the canister's network; answers that are not certified under it count as errors
 * @param clients how many
 * @param rampUp time over which they are opened
 * @param time how long they send once all are open or have failed
 * @param perSecond messages of all clients together; 0 = each client sends when its last message was answered
 * @param bytes size of a message's text, at least what tells messages apart
 * @param openTimeout from connecting to the canister's first word
 */
public record LoadOptions(
        URI gateway,
        Principal canister,
        RootKey rootKey,
        int clients,
        Duration rampUp,
        Duration time,
        double perSecond,
        int bytes,
        Duration openTimeout) {}
