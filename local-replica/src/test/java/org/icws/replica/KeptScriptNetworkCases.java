package org.icws.replica;

import org.ic4j.types.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Cases that each have a network of their own, with a script canister, kept in a directory. */
abstract class KeptScriptNetworkCases extends KeptNetworkCases {
    ScriptNetwork network;
    Principal canister;

    @BeforeEach
    void open() {
        network = new ScriptNetwork(config -> config.withDataDirectory(directory));
        canister = network.canister;
    }

    @AfterEach
    void close() {
        network.close();
    }

    /** Kills the network and starts it again from what its files hold; the first canister stays the one it was. */
    final void restart() {
        network.replica.kill();
        network = new ScriptNetwork(config -> config.withDataDirectory(directory));
    }
}
