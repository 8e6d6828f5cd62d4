package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.hash.RepresentationHash;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.DomainSeparator;
import org.icws.protocol.request.RequestSigner;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.Test;

/** Ten thousand damaged requests: each is answered, none with a server error, and the network is as well afterwards as before. */
class HostileHttpTest {
    private static final int BODIES = 10_000;
    private static final int AT_ONCE = 50;

    /** Statuses of calls are kept for five minutes. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(20);

    /** What may be left of all bodies together: far less than the bodies themselves. */
    private static final long HEAP_BYTES = 4L << 20;

    private static final CBORMapper CBOR = new CBORMapper();

    private final Random random = new Random(4711);
    private final List<byte[]> valid = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    @Test
    void tenThousandMutatedBodiesGetAnAnswerThatIsNoServerErrorAndLeaveNothingBehind() throws IOException {
        Set<Thread> strangers = threads();
        try (ScriptNetwork network = new ScriptNetwork()) {
            prepare(network);
            // Pools grow to their size, and code is loaded and compiled, before anything is measured.
            send(network, BODIES / 10);
            settle(network);
            int threads = threads().size();
            long heap = heapInUse();
            Map<Integer, Integer> statuses = send(network, BODIES);
            assertThat(statuses.keySet()).isSubsetOf(200, 202, 400, 403, 404, 413);
            assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(BODIES);
            assertThat(statuses.get(400)).as("most are refused").isGreaterThan(BODIES / 2);
            assertThat(statuses.get(200)).as("some are let in: " + statuses).isGreaterThan(BODIES / 100);
            settle(network);
            assertThat(network.replica.control().status().queuedMessages()).isZero();
            assertThat(network.replica.canisters()).as("canisters").hasSize(1);
            Await.until(() -> threads().size() <= threads);
            Await.until(() -> heapInUse() <= heap + HEAP_BYTES);
        }
        Await.until(() -> strangers.containsAll(threads()));
    }

    private Map<Integer, Integer> send(ScriptNetwork network, int bodies) throws IOException {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        for (int sent = 0; sent < bodies; sent += AT_ONCE) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(network.agent.postLater(paths.get(random.nextInt(paths.size())), mutated()));
            }
            answers.forEach(answer -> statuses.merge(answer.join().statusCode(), 1, Integer::sum));
        }
        return statuses;
    }

    /** The network works, and has forgotten the calls that have ended. */
    private void settle(ScriptNetwork network) {
        network.awaitIdle();
        network.clock.advance(FORGOTTEN_AFTER);
        assertThat(ScriptNetwork.text(network.update(new Script().reply("well"))))
                .isEqualTo("well");
        // What was signed before is too old now.
        prepare(network);
    }

    private void prepare(ScriptNetwork network) {
        valid.clear();
        paths.clear();
        long expiry = network.agent.expiry();
        RequestSigner signer = new RequestSigner(TestAgent.identity(1));
        byte[] reply = new Script().reply().bytes();
        byte[] status = CandidEncoder.encode(CandidValue.record("canister_id", network.id(network.canister)));
        valid.add(signer.call(network.canister, "run", reply, expiry, new byte[] {1})
                .envelope());
        valid.add(signer.call(Principals.MANAGEMENT, "canister_status", status, expiry, new byte[] {2})
                .envelope());
        valid.add(signer.query(network.canister, "ask", reply, expiry).envelope());
        valid.add(signer.readState(List.of(List.of("time".getBytes()), List.of("subnet".getBytes())), expiry)
                .envelope());
        for (String what : List.of("call", "query", "read_state")) {
            paths.add(TestAgent.path(2, network.canister, what));
            paths.add(TestAgent.path(3, network.canister, what));
        }
        paths.add(TestAgent.path(4, network.canister, "call"));
        String subnet = "/subnet/" + Principals.selfAuthenticating(network.replica.rootKeyDer());
        paths.add("/api/v4" + subnet + "/call");
        paths.add("/api/v3" + subnet + "/query");
        paths.add("/api/v2" + subnet + "/read_state");
        paths.add("/api/v3" + subnet + "/read_state");
        paths.add("/?canisterId=" + network.canister);
    }

    private byte[] mutated() throws IOException {
        byte[] body = valid.get(random.nextInt(valid.size()));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 1 -> flipped(body);
            case 2 -> swapped(body);
            case 3 -> nested();
            case 4 -> oversized();
            case 5 -> repeated(body);
            default -> restructured(body);
        };
    }

    private byte[] flipped(byte[] body) {
        byte[] changed = body.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] swapped(byte[] body) {
        int cut = 1 + random.nextInt(body.length - 1);
        byte[] other = valid.get(random.nextInt(valid.size()));
        byte[] joined = Arrays.copyOf(body, cut + Math.min(other.length, 200));
        System.arraycopy(other, 0, joined, cut, joined.length - cut);
        return joined;
    }

    /** Arrays or maps in one another. */
    private byte[] nested() {
        byte[] deep = new byte[1 + random.nextInt(5_000)];
        Arrays.fill(deep, (byte) (random.nextBoolean() ? 0x81 : 0xa1));
        return deep;
    }

    /** A byte string or array that claims to be far longer than it is. */
    private byte[] oversized() {
        byte kind = (byte) (random.nextBoolean() ? 0x5b : 0x9b);
        return new byte[] {(byte) 0xa1, 0x67, 'c', 'o', 'n', 't', 'e', 'n', 't', kind, 0x7f, -1, -1, -1, -1, -1, -1, -1
        };
    }

    private byte[] repeated(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /** A field of the envelope or its content is removed, emptied, of another type, or far too long. */
    private byte[] restructured(byte[] body) throws IOException {
        ObjectNode envelope = (ObjectNode) CBOR.readTree(Arrays.copyOfRange(body, 0, body.length));
        ObjectNode target = random.nextBoolean() ? envelope : (ObjectNode) envelope.get("content");
        List<String> names = new ArrayList<>();
        target.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNode before = target.get(name);
        switch (random.nextInt(8)) {
            case 0 -> target.remove(name);
            case 1 -> target.putNull(name);
            case 2 -> target.put(name, random.nextInt());
            case 3 -> target.put(name, "x".repeat(random.nextInt(2_000)));
            case 4 -> target.put(name, new byte[random.nextInt(20_000)]);
            case 5 -> target.putArray(name).add(before).add(before);
            case 6 -> target.putObject(name).set(name, before);
            default -> target.put(name, random.nextDouble());
        }
        return CBOR.writeValueAsBytes(random.nextBoolean() ? signedAnew(envelope) : envelope);
    }

    /** With a signature that holds, so that what is wrong with the content is met further inside. */
    private static ObjectNode signedAnew(ObjectNode envelope) throws IOException {
        try {
            byte[] id = RepresentationHash.of(Cbor.read(CBOR.writeValueAsBytes(envelope.get("content"))));
            envelope.put("sender_sig", TestAgent.identity(1).signRaw(DomainSeparator.REQUEST.prepend(id)));
        } catch (ProtocolException e) {
            // What cannot be hashed cannot be signed.
            return envelope;
        }
        return envelope;
    }

    /** The threads of all replicas of this process, canisters' and the server library's included. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("replica")
                        || thread.getName().startsWith("canister-"))
                .collect(Collectors.toSet());
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
