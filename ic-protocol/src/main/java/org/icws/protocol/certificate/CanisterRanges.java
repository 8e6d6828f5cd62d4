package org.icws.protocol.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.principal.Principals;

/**
 * The canisters a subnet is responsible for, as closed intervals of ids compared as bytes. They are published in two
 * places: {@code /subnet/<id>/canister_ranges} as one value, and {@code /canister_ranges/<id>/<first id>} in pieces of
 * which a certificate may show only the one that matters.
 */
record CanisterRanges(List<Range> ranges) {

    record Range(byte[] low, byte[] high) {

        boolean contains(byte[] id) {
            return Arrays.compareUnsigned(low, id) <= 0 && Arrays.compareUnsigned(id, high) <= 0;
        }
    }

    /** Everything a certificate shows about this subnet's ranges, in either place. */
    static CanisterRanges of(HashTree tree, byte[] subnetId) {
        List<Range> ranges = new ArrayList<>();
        LookupResult whole = tree.lookup("subnet".getBytes(US_ASCII), subnetId, "canister_ranges".getBytes(US_ASCII));
        if (whole.isFound()) {
            read(whole.value(), ranges);
        }
        for (HashTree.Labeled piece : tree.children("canister_ranges".getBytes(US_ASCII), subnetId)) {
            if (piece.tree() instanceof HashTree.Leaf leaf) {
                read(leaf.value(), ranges);
            }
        }
        return new CanisterRanges(List.copyOf(ranges));
    }

    private static void read(byte[] cbor, List<Range> into) {
        JsonNode array = Cbor.read(cbor);
        if (!array.isArray()) {
            throw new ProtocolException("The canister ranges are not an array.");
        }
        for (JsonNode pair : array) {
            if (!pair.isArray() || pair.size() != 2) {
                throw new ProtocolException("A canister range is not a pair.");
            }
            into.add(new Range(Cbor.asBytes(pair.get(0), "low"), Cbor.asBytes(pair.get(1), "high")));
        }
    }

    boolean contains(Principal canister) {
        byte[] id = canister.getValue();
        return ranges.stream().anyMatch(range -> range.contains(id));
    }

    /** For people to read. */
    String describe() {
        if (ranges.isEmpty()) {
            return "no canister ranges shown";
        }
        return ranges.stream()
                .map(range -> Principals.of(range.low()) + " to " + Principals.of(range.high()))
                .collect(Collectors.joining(", "));
    }
}
