package org.icws.protocol.cbor;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/**
 * Writes one CBOR item. Use {@code writeStartObject(size)} and {@code writeStartArray(value, size)}: the Internet
 * Computer wants definite lengths.
 */
@FunctionalInterface
public interface CborWriter {

    void write(CBORGenerator generator) throws IOException;
}
