package org.icws.testbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port; 0 stands for any free one. */
final class PortConverter implements ITypeConverter<Integer> {

    private static final int MAX_PORT = 65535;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Not a number: the same answer as a number out of range.
        }
        throw new TypeConversionException("'" + text + "' is not a port; a port is 0 (any free one) to 65535");
    }
}
