package org.icws.testbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;

/** The load clients' process. Commands: open N, prepare PER-CLIENT, push, stall N, read-on N, stats. */
public final class LoadClients {
    /** Connections being opened at a time. */
    private static final int OPENING = 64;

    private final EventLoop loop = new EventLoop();
    private final Tally tally = new Tally();
    private final List<RawClient> clients = new ArrayList<>();
    private final int port;
    private final Principal canister;
    private int wanted;
    private CompletableFuture<Map<String, Object>> opening;

    private LoadClients(int port, Principal canister) throws IOException {
        this.port = port;
        this.canister = canister;
        tally.whenOpened(this::openNext);
    }

    /** @param args the gateway's port, the canister */
    public static void main(String[] args) throws IOException {
        LoadClients load = new LoadClients(Integer.parseInt(args[0]), Principals.parse(args[1]));
        load.loop.start("load");
        Commands.serve(Map.of("ready", true), load::command);
        System.exit(0);
    }

    private CompletableFuture<Map<String, Object>> command(String[] words) {
        return switch (words[0]) {
            case "open" -> open(Integer.parseInt(words[1]));
            case "prepare" -> {
                int count = Integer.parseInt(words[1]);
                clients.parallelStream().forEach(client -> client.prepare(count));
                yield CompletableFuture.completedFuture(Map.of("prepared", count * clients.size()));
            }
            case "push" -> loop.run(this::push);
            case "stall" ->
                loop.run(() -> {
                    clients.stream().limit(Integer.parseInt(words[1])).forEach(client -> client.pause(true));
                    return tally.take();
                });
            case "read-on" ->
                loop.run(() -> {
                    clients.stream().limit(Integer.parseInt(words[1])).forEach(client -> client.pause(false));
                    return tally.take();
                });
            case "stats" -> loop.run(tally::take);
            default -> throw new BenchException("no such command: " + words[0]);
        };
    }

    private Map<String, Object> push() {
        try {
            for (RawClient client : clients) {
                client.push();
            }
            return tally.take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Map<String, Object>> open(int count) {
        CompletableFuture<Map<String, Object>> done = new CompletableFuture<>();
        loop.run(() -> {
            opening = done;
            wanted = clients.size() + count;
            openNext();
            return null;
        });
        return done;
    }

    private void openNext() {
        int settled = tally.open() + tally.ended();
        while (clients.size() < wanted && clients.size() - settled < OPENING) {
            try {
                clients.add(connect());
            } catch (IOException e) {
                opening.completeExceptionally(e);
                return;
            }
        }
        if (settled >= wanted && opening != null) {
            opening.complete(tally.take());
            opening = null;
        }
    }

    private RawClient connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        RawClient client = new RawClient(channel, canister, tally);
        SelectionKey key = channel.register(loop.selector(), SelectionKey.OP_READ, client);
        client.registered(key);
        return client;
    }
}
