package org.icws.testbench.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.gateway.protocol.v1.CanisterArgs;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.protocol.v1.MessagesPage;
import org.icws.gateway.protocol.v1.QueuedMessage;
import org.icws.gateway.protocol.v1.ServiceMessage;
import org.icws.gateway.protocol.v1.WebsocketMessage;
import org.icws.protocol.request.RequestContent;

/** The stub's canister: opens every client, then sends as much as it is told. Used by one thread. */
final class StubCanister {
    private static final int CONTENT_BYTES = 128;
    private static final int CERT_BYTES = 400;
    private static final int TREE_BYTES = 600;
    private static final byte[] NOTHING = {};

    private final Principal id;
    private final StubCertificates certificates;
    private final byte[] content = random(CONTENT_BYTES);
    private final byte[] cert = random(CERT_BYTES);
    private final byte[] tree = random(TREE_BYTES);
    private final List<ClientKey> clients = new ArrayList<>();
    private final Map<ClientKey, long[]> sequences = new HashMap<>();
    private final Map<ClientKey, long[]> received = new HashMap<>();
    private final ArrayDeque<WebsocketMessage> queue = new ArrayDeque<>();
    private final List<FloodPage> pages = new ArrayList<>();
    private String gateway;
    private boolean flooding;
    private boolean echoing;
    private boolean certified;
    private long nextNonce;
    private long answeredFrom = -1;
    private byte[] answered;
    private int turn;
    private long interval;
    private long due;
    private long arrivals;
    private long outOfOrder;
    private final byte[] empty = FloodPage.answer(new MessagesPage(List.of(), NOTHING, NOTHING, Optional.of(true)));

    StubCanister(Principal id, StubCertificates certificates) {
        this.id = id;
        this.certificates = certificates;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Executes an update call. */
    void update(RequestContent call) {
        switch (call.methodName()) {
            case CanisterArgs.WS_OPEN -> {
                CanisterArgs.Open open = CanisterArgs.decodeOpen(call.arg());
                ClientKey key = new ClientKey(call.sender(), open.clientNonce());
                gateway = open.gateway().toString();
                clients.add(key);
                sequences.put(key, new long[1]);
                received.put(key, new long[1]);
                enqueue(key, true, new ServiceMessage.OpenMessage(key).encode());
            }
            case CanisterArgs.WS_MESSAGE -> {
                WebsocketMessage message = CanisterArgs.decodeMessage(call.arg());
                long[] last = received.get(message.clientKey());
                arrivals++;
                if (last == null || message.sequenceNumber() != ++last[0]) {
                    outOfOrder++;
                } else if (echoing) {
                    enqueue(message.clientKey(), false, message.content());
                }
            }
            case CanisterArgs.WS_CLOSE -> {
                // Its numbers go on: what is sent to the others must not depend on who is left.
                ClientKey gone = CanisterArgs.decodeClose(call.arg());
                received.remove(gone);
                if (echoing) {
                    clients.remove(gone);
                    sequences.remove(gone);
                }
            }
            default -> throw new BenchException("no such method: " + call.methodName());
        }
    }

    private void enqueue(ClientKey client, boolean service, byte[] bytes) {
        long sequence = ++sequences.get(client)[0];
        queue.add(new WebsocketMessage(client, sequence, now(), service, bytes));
    }

    private static long now() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Sends full pages without end. */
    void flood(boolean withRealWitnesses) {
        flooding = true;
        certified = withRealWitnesses;
        pages.clear();
        int different = clients.size() / gcd(clients.size(), FloodPage.SIZE);
        for (int p = 0; p < different && !certified; p++) {
            List<ClientKey> receivers = new ArrayList<>();
            for (int i = 0; i < FloodPage.SIZE; i++) {
                receivers.add(clients.get((p * FloodPage.SIZE + i) % clients.size()));
            }
            pages.add(FloodPage.of(gateway, receivers, content, cert, tree));
        }
        turn = 0;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Sends so many messages a second, each as soon as its time has come. */
    void rate(int perSecond) {
        interval = 1_000_000_000L / perSecond;
        due = now();
    }

    /** Sends each message back, and forgets clients that leave. */
    void echo() {
        echoing = true;
    }

    void silence() {
        flooding = false;
        interval = 0;
    }

    long arrivals() {
        return arrivals;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    int clients() {
        return clients.size();
    }

    /** Answers ws_get_messages. */
    byte[] messages(long from) {
        if (from == answeredFrom) {
            return answered;
        }
        if (from != nextNonce) {
            return empty;
        }
        byte[] answer;
        addDue();
        if (!queue.isEmpty()) {
            answer = fromQueue();
        } else if (flooding) {
            answer = certified ? certifiedPage() : floodPage();
        } else {
            return empty;
        }
        answeredFrom = from;
        answered = answer;
        return answer;
    }

    private void addDue() {
        long now = now();
        for (; interval > 0 && due <= now; due += interval) {
            ClientKey client = clients.get(turn++ % clients.size());
            long sequence = ++sequences.get(client)[0];
            // High bits keep the number's encoding at eight bytes, so that it is where the load client looks.
            queue.add(new WebsocketMessage(client, Wire.wide(sequence), due, false, content));
        }
    }

    private byte[] fromQueue() {
        List<QueuedMessage> messages = new ArrayList<>();
        while (messages.size() < FloodPage.SIZE && !queue.isEmpty()) {
            WebsocketMessage message = queue.remove();
            messages.add(new QueuedMessage(message.clientKey(), FloodPage.key(gateway, nextNonce++), message.encode()));
        }
        return FloodPage.answer(new MessagesPage(messages, cert, tree, Optional.of(queue.isEmpty() && !flooding)));
    }

    private byte[] floodPage() {
        FloodPage page = pages.get(turn % pages.size());
        long[] numbers = new long[FloodPage.SIZE];
        for (int i = 0; i < FloodPage.SIZE; i++) {
            numbers[i] = Wire.wide(++sequences.get(receiver(i))[0]);
        }
        long first = nextNonce;
        turn++;
        nextNonce += FloodPage.SIZE;
        return page.fill(first, numbers, now());
    }

    private ClientKey receiver(int i) {
        return clients.get((int) ((long) turn * FloodPage.SIZE + i) % clients.size());
    }

    private byte[] certifiedPage() {
        List<QueuedMessage> messages = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        long now = now();
        for (int i = 0; i < FloodPage.SIZE; i++) {
            ClientKey client = receiver(i);
            long sequence = Wire.wide(++sequences.get(client)[0]);
            keys.add(FloodPage.key(gateway, nextNonce++));
            contents.add(new WebsocketMessage(client, sequence, now, false, content).encode());
            messages.add(new QueuedMessage(client, keys.get(i), contents.get(i)));
        }
        turn++;
        var witness = StubCertificates.messageTree(keys, contents);
        byte[] certificate = certificates.canisterData(id, witness.digest(), now);
        return FloodPage.answer(new MessagesPage(messages, certificate, witness.encode(), Optional.of(false)));
    }
}
