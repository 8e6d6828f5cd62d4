package org.icws.replica.management;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.Response;

/** The answer of {@code list_canisters}: all canisters as ranges of consecutive ids. Stateless. */
public final class CanisterRanges {
    private CanisterRanges() {}

    /** @param ids all canisters in order of their ids */
    public static Response answer(List<Principal> ids) {
        List<CandidValue> ranges = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < ids.size(); i++) {
            boolean last = i + 1 == ids.size() || number(ids.get(i + 1)) != number(ids.get(i)) + 1;
            if (last) {
                ranges.add(CandidValue.record(
                        "start", CandidValue.principal(ids.get(start)), "end", CandidValue.principal(ids.get(i))));
                start = i + 1;
            }
        }
        return new Response.Reply(CandidEncoder.encode(CandidValue.record("canisters", CandidValue.vec(ranges))));
    }

    private static long number(Principal canister) {
        return ByteBuffer.wrap(canister.getValue()).getLong();
    }
}
