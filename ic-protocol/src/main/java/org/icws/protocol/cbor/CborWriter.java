package org.icws.protocol.cbor;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/**
 * Writes one CBOR item. Use {@code writeStartObject(size)} and {@code writeStartArray(value, size)}: the Internet
 * Computer wants definite lengths.
 */
@FunctionalInterface
public interface CborWriter {

    /**
     * Writes the item.
     *
     * @throws IOException from the generator; {@link Cbor} makes a {@link CborException} of it
     */
    void write(CBORGenerator generator) throws IOException;
}
