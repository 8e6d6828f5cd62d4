package org.icws.testbench.cli;

import java.net.URI;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a network: {@code http(s)://host[:port]}, without path, query or user. */
final class NetworkUrlConverter implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw unusable(text);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        boolean plainPath = url.getPath() == null
                || url.getPath().isEmpty()
                || url.getPath().equals("/");
        boolean bare = plainPath && url.getQuery() == null && url.getFragment() == null && url.getUserInfo() == null;
        if (!http || url.getHost() == null || !bare) {
            throw unusable(text);
        }
        return URI.create(scheme + "://" + url.getRawAuthority());
    }

    private static TypeConversionException unusable(String text) {
        return new TypeConversionException(
                "'" + text + "' is not the address of a network; write http://host:port or https://host");
    }
}
