package org.icws.replica.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Answers connections that do not start like HTTP with a sentence, which the server library would not: it sends a bare status
 * line. Looks at the first bytes of a connection only.
 */
final class NotHttpFilter extends BaseFilter implements AddOn {
    private static final String SEEN = NotHttpFilter.class.getName();
    private static final int MAX_LOOK = 8192;
    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ \\S+ HTTP/1\\.[01]\r?");
    private static final Pattern START_OF_METHOD = Pattern.compile("[A-Z]+( .*)?", Pattern.DOTALL);
    private static final String SENTENCE =
            "This is a local Internet Computer replica. It speaks HTTP/1.1, and what was sent is not HTTP.\n";

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        chain.add(chain.indexOfType(TransportFilter.class) + 1, this);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Connection<?> connection = context.getConnection();
        if (connection.getAttributes().getAttribute(SEEN) == null) {
            connection.getAttributes().setAttribute(SEEN, Boolean.TRUE);
            if (!startsLikeHttp(context.getMessage())) {
                return LastWords.say(context, "400 Bad Request", SENTENCE);
            }
        }
        return context.getInvokeAction();
    }

    private static boolean startsLikeHttp(Buffer first) {
        int length = Math.min(first.remaining(), MAX_LOOK);
        byte[] look = new byte[length];
        for (int i = 0; i < length; i++) {
            look[i] = first.get(first.position() + i);
        }
        String start = new String(look, StandardCharsets.ISO_8859_1);
        int end = start.indexOf('\n');
        return end >= 0
                ? REQUEST_LINE.matcher(start.substring(0, end)).matches()
                : START_OF_METHOD.matcher(start).matches();
    }
}
