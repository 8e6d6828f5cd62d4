package org.icws.testbench.bench;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.gateway.GatewayConfig;
import org.icws.gateway.GatewayEngine;
import org.icws.gateway.RootKeyPolicy;
import org.icws.gateway.poll.PollingPolicy;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.replica.LocalReplica;
import org.icws.replica.ReplicaConfig;
import org.icws.sample.SampleCanister;

/** The process with the embedded replica, a sample canister and a gateway to it, as {@code serve} runs them. */
public final class SamplePart {
    private SamplePart() {}

    /** @param args the canister's name, its init argument as hexadecimal digits */
    public static void main(String[] args) throws IOException {
        SampleCanister sample = SampleCanister.valueOf(args[0]);
        LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults());
        Principal canister = replica.createCanister(List.of());
        replica.install(canister, sample.wasm(), HexFormat.of().parseHex(args[1]));
        GatewayEngine gateway =
                GatewayEngine.start(GatewayConfig.builder(replica.url(), Ed25519Identity.generate(new SecureRandom()))
                        .port(0)
                        .polling(PollingPolicy.adaptive(Duration.ofMillis(5), Duration.ofMillis(200)))
                        .rootKey(new RootKeyPolicy.Configured(replica.rootKeyDer()))
                        .build());
        Map<String, Object> ready = Map.of(
                "gateway", gateway.url().toString(),
                "replica", replica.url().toString(),
                "canister", canister.toString(),
                "rootKey", HexFormat.of().formatHex(replica.rootKeyDer()));
        Commands.serve(ready, words -> CompletableFuture.completedFuture(Map.of("rounds", replica.round())));
        gateway.close();
        replica.close();
        System.exit(0);
    }
}
