package org.icws.replica;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;

/**
 * A stand-in for two canisters of the public network, at their ids: the cycles ledger, through which tools such as icp-cli create and
 * top up canisters, and the cycles minting canister, which tells them on which subnet. It is a canister like others, and gives cycles
 * to everybody. Stateless.
 */
public final class CyclesLedger {
    /** The id of the cycles ledger, {@code um5iw-rqaaa-aaaaq-qaaba-cai}. */
    public static final Principal LEDGER = Principals.canisterId(0x2100002);

    /** The id of the cycles minting canister, {@code rkp4c-7iaaa-aaaaa-aaaca-cai}. */
    public static final Principal MINTING = Principals.canisterId(4);

    /** More than tests will ask for. */
    private static final BigInteger CYCLES = BigInteger.TEN.pow(30);

    private CyclesLedger() {}

    /**
     * Installs it. What is installed at these ids already, in a network that was kept, stays as it is.
     *
     * @param replica a running network
     * @throws ReplicaException it cannot be installed
     */
    public static void install(LocalReplica replica) {
        place(replica, LEDGER);
        place(replica, MINTING);
    }

    private static void place(LocalReplica replica, Principal id) {
        ReplicaControl control = replica.control();
        List<CanisterInfo> there = replica.canisters().stream()
                .filter(info -> info.id().equals(id))
                .toList();
        if (there.isEmpty()) {
            control.createCanister(id, List.of());
        } else if (there.get(0).moduleHash() != null) {
            return;
        }
        control.topUp(id, CYCLES);
        Principal subnet = Principals.selfAuthenticating(replica.rootKeyDer());
        control.install(id, wasm(), CandidEncoder.encode(CandidValue.principal(subnet)));
    }

    private static byte[] wasm() {
        try (InputStream in = CyclesLedger.class.getResourceAsStream("cycles_ledger.wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ReplicaException("The module of the cycles ledger cannot be read", e);
        }
    }
}
