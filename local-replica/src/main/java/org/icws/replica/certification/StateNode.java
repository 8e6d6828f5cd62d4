package org.icws.replica.certification;

import java.nio.charset.StandardCharsets;
import org.icws.protocol.certificate.HashTree;

/** A part of the state tree. Immutable; digests are computed once, when first needed. */
public sealed interface StateNode permits StateLeaf, StateMap {
    /** The root hash of this part, 32 bytes. */
    byte[] digest();

    /** This part with nothing pruned. */
    HashTree revealed();

    /** A value. */
    static StateNode leaf(byte[] value) {
        return new StateLeaf(value);
    }

    /** A value of UTF-8 text. */
    static StateNode leaf(String text) {
        return new StateLeaf(text.getBytes(StandardCharsets.UTF_8));
    }
}
