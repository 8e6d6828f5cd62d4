package org.icws.replica.http;

import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/** Ends a connection with a sentence, without the server library having seen a request. */
final class LastWords {
    private LastWords() {}

    /**
     * Sends an answer, then closes.
     *
     * @param status with its reason phrase
     * @param sentence ASCII, with its line end
     * @return what the filter returns
     */
    static NextAction say(FilterChainContext context, String status, String sentence) {
        Connection<?> connection = context.getConnection();
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + sentence.length() + "\r\nConnection: close\r\n\r\n" + sentence;
        Buffer bytes = Buffers.wrap(context.getMemoryManager(), answer, StandardCharsets.US_ASCII);
        context.write(bytes, new EmptyCompletionHandler<WriteResult>() {
            @Override
            public void completed(WriteResult result) {
                connection.closeSilently();
            }

            @Override
            public void failed(Throwable failure) {
                connection.closeSilently();
            }
        });
        return context.getStopAction();
    }
}
