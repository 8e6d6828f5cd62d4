package org.icws.gateway.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpInputTest {
    private static final int MAX = 200_000;

    private final HttpInput input = new HttpInput(MAX);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void aBodyWithALengthArrivesInPiecesOfAnySize(int piece) throws IOException {
        String body = "x".repeat(100_000);
        HttpAnswer answer = feed("HTTP/1.1 200 OK\r\ncontent-LENGTH: 100000\r\n\r\n" + body, piece);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(100_000);
        assertThat(input.keepsAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void chunksArePutTogether(int piece) throws IOException {
        HttpAnswer answer = feed(
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
                piece);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("abc0123456789");
        assertThat(input.keepsAlive()).isTrue();
    }

    @Test
    void anEmptyBodyIsCompleteWithItsHead() throws IOException {
        assertThat(feed("HTTP/1.1 204 No Content\r\n\r\n", 5).body()).isEmpty();
        assertThat(new HttpInput(MAX).keepsAlive()).isFalse();
    }

    @Test
    void anInterimAnswerIsSteppedOver() throws IOException {
        HttpAnswer answer = feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 4);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(2);
    }

    @Test
    void withoutALengthTheBodyEndsWithTheConnection() throws IOException {
        assertThat(feed("HTTP/1.1 200 OK\r\n\r\nall of it", 4)).isNull();
        assertThat(input.end().body()).hasSize(9);
        assertThat(input.keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void aConnectionThatIsToBeClosedIsNotKept(String text) throws IOException {
        assertThat(feed(text, 100)).isNotNull();
        assertThat(input.keepsAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
            })
    void whatIsNoAnswerIsRefused(String text) {
        assertThatThrownBy(() -> feed(text, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void aHeadWithoutEndIsRefused() {
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(50_000), 8_000))
                .hasMessageContaining("head");
    }

    @Test
    void anEarlyEndIsAnError() throws IOException {
        feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", 100);
        assertThatThrownBy(input::end).hasMessageContaining("before the answer was complete");
    }

    private HttpAnswer feed(String text, int piece) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        HttpAnswer answer = null;
        while (bytes.hasRemaining() && answer == null) {
            ByteBuffer room = input.room();
            int count = Math.min(Math.min(piece, bytes.remaining()), room.remaining());
            room.put(bytes.array(), bytes.position(), count);
            bytes.position(bytes.position() + count);
            answer = input.added();
        }
        return answer;
    }
}
