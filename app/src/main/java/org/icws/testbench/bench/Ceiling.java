package org.icws.testbench.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.testbench.bench.GatewayBench.Settings;

/** What the parts around the gateway can do alone, so that a figure can be told from their limit. */
final class Ceiling {
    private Ceiling() {}

    /** How many messages a second the load clients take. */
    static Figures clients(String what, int clients, Settings settings) {
        try (Part pusher = Part.start("pusher", PusherPart.class, Trial.OURS);
                Part load = Part.start(
                        "load clients",
                        LoadClients.class,
                        Trial.OURS,
                        pusher.ready().get("port").asText(),
                        "aaaaa-aa")) {
            load.tell("open " + clients);
            pusher.tell("flood");
            Trial.pass(settings.warmUp());
            load.tell("stats");
            Duration pusherCpu = pusher.cpu();
            Duration loadCpu = load.cpu();
            long started = System.nanoTime();
            Trial.pass(settings.measured());
            var counted = load.tell("stats");
            return new Figures(
                    what,
                    (System.nanoTime() - started) / 1e9,
                    counted.get("messages").asLong(),
                    pusher.cpu().minus(pusherCpu),
                    Duration.ZERO,
                    load.cpu().minus(loadCpu),
                    counted,
                    0);
        }
    }

    /** How many messages a second the stub hands out in full pages. */
    static Figures stub(String what, Settings settings) {
        try (Trial trial = new Trial(GatewayBench.JVM, Duration.ofMinutes(1), 10)) {
            trial.stub().tell("flood");
            int port = trial.stub().ready().get("port").asInt();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                Poll poll = new Poll(socket);
                poll.run(settings.warmUp());
                Duration stubCpu = trial.stub().cpu();
                long started = System.nanoTime();
                long messages = poll.run(settings.measured());
                return new Figures(
                        what,
                        (System.nanoTime() - started) / 1e9,
                        messages,
                        Duration.ZERO,
                        trial.stub().cpu().minus(stubCpu),
                        Duration.ZERO,
                        trial.load().tell("stats"),
                        0);
            }
        } catch (IOException e) {
            throw new BenchException("The stub cannot be asked: " + e.getMessage(), e);
        }
    }

    /** Asks for page after page and looks at nothing but their length. */
    private static final class Poll {
        private final DataInputStream in;
        private final OutputStream out;
        private long nonce;

        Poll(Socket socket) throws IOException {
            this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
            this.out = socket.getOutputStream();
        }

        long run(Duration time) throws IOException {
            long end = System.nanoTime() + time.toNanos();
            long messages = 0;
            while (System.nanoTime() < end) {
                byte[] body = CanisterArgs.encodeGetMessages(nonce);
                String head = "POST /api/v2/canister/x/query HTTP/1.1\r\nContent-Length: " + body.length + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                if (skipAnswer() > 1000) {
                    nonce += FloodPage.SIZE;
                    messages += FloodPage.SIZE;
                } else {
                    // Somebody else has fetched some before.
                    nonce++;
                }
            }
            return messages;
        }

        private int skipAnswer() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            int length = Integer.parseInt(
                    head.substring(head.indexOf("Content-Length: ") + 16).split("\r\n")[0]);
            in.skipNBytes(length);
            return length;
        }
    }
}
