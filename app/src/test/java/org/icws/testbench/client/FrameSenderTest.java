package org.icws.testbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FrameSenderTest {

    private final List<Byte> written = new ArrayList<>();
    private final List<SendHandler> unfinished = new ArrayList<>();
    private boolean finishAtOnce;
    private final FrameSender sender = new FrameSender(remote());

    @Test
    void oneWriteIsUnderWayAtATimeAndTheOthersFollowInOrder() {
        CompletableFuture<Void> first = sender.send(new byte[] {1});
        CompletableFuture<Void> second = sender.send(new byte[] {2});
        sender.send(new byte[] {3});
        assertThat(written).containsExactly((byte) 1);

        unfinished.remove(0).onResult(new SendResult());
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(written).containsExactly((byte) 1, (byte) 2);

        unfinished.remove(0).onResult(new SendResult());
        assertThat(written).containsExactly((byte) 1, (byte) 2, (byte) 3);
    }

    @Test
    void aFullQueueOfWritesThatEndAtOnceNeedsNoDeepStack() {
        sender.send(new byte[] {0});
        for (int i = 0; i < FrameSender.MAX_WAITING; i++) {
            sender.send(new byte[] {1});
        }
        assertThatThrownBy(() -> sender.send(new byte[] {1}))
                .isInstanceOf(TestClientException.class)
                .hasMessageContaining("wait to be sent");

        finishAtOnce = true;
        unfinished.remove(0).onResult(new SendResult());
        assertThat(written).hasSize(FrameSender.MAX_WAITING + 1);
    }

    @Test
    void afterAFailedWriteNothingThatWaitedIsSent() {
        CompletableFuture<Void> first = sender.send(new byte[] {1});
        CompletableFuture<Void> second = sender.send(new byte[] {2});

        unfinished.remove(0).onResult(new SendResult(new IOException("connection reset")));
        assertThat(first).isCompletedExceptionally();
        assertThatThrownBy(second::get).hasMessageContaining("connection reset");
        assertThat(written).containsExactly((byte) 1);
    }

    private RemoteEndpoint.Async remote() {
        return (RemoteEndpoint.Async) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Async.class},
                (proxy, method, arguments) -> {
                    written.add(((ByteBuffer) arguments[0]).get());
                    SendHandler handler = (SendHandler) arguments[1];
                    if (finishAtOnce) {
                        handler.onResult(new SendResult());
                    } else {
                        unfinished.add(handler);
                    }
                    return null;
                });
    }
}
