package org.icws.testbench.scenarios;

import java.util.List;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.scenarios.TextOperation.Part;

/** Changes of a text as the canister of the shared document writes them. */
final class DocumentWire {

    private DocumentWire() {}

    static TextOperation operation(List<CandidValue> components) {
        return TextOperation.of(components.stream()
                .map(CandidValue::asVariant)
                .map(c -> c.is("Insert")
                        ? Part.insert(c.value().asText())
                        : c.is("Delete")
                                ? Part.delete((int) c.value().asLong())
                                : Part.retain((int) c.value().asLong()))
                .toList());
    }

    static CandidValue components(TextOperation operation) {
        return CandidValue.vec(operation.parts().stream()
                .map(p -> p.isInsert()
                        ? CandidValue.variant("Insert", CandidValue.text(p.insert()))
                        : CandidValue.variant(p.delete() ? "Delete" : "Retain", CandidValue.nat32(p.count())))
                .toList());
    }
}
