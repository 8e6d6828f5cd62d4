package org.icws.replica;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;

/**
 * Every way into a canister, by its symbol in the interface specification: runs a script there, and gives what is then said of it, that is
 * the reject message or the lines the canister has printed.
 */
final class CanisterContexts implements AutoCloseable {
    private static final int CLEANUP = 0x21000;
    private static final BigInteger PLENTY = BigInteger.valueOf(30_000_000_000L);

    final ScriptNetwork network = new ScriptNetwork(config -> config.withOutcalls(new OutcallConfig(true, null)));
    final Principal canister = network.canister;
    final Principal peer = network.install(ScriptCanister.wasm());
    private final Principal inspecting = network.installWith("canister_inspect_message");
    private final Principal transforming = network.installWith("canister_query transform");
    private final Principal beating = network.installWith("canister_heartbeat");
    private final HttpServer server = serve();

    private static HttpServer serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All but the start function, which runs no script. */
    Map<String, Function<Script, String>> all() {
        Map<String, Function<Script, String>> result = new LinkedHashMap<>();
        result.put("I", script -> installing("reinstall", script));
        result.put("G", this::inPreUpgrade);
        result.put("U", script -> said(network.update(script)));
        result.put("RQ", script -> said(network.agent.update(canister, "ask", script.bytes())));
        result.put("NRQ", script -> said(network.query(script)));
        result.put("TQ", this::inTransform);
        result.put("CQ", this::composed);
        result.put("Ry", script -> said(network.update(calling("run", script, new Script()))));
        result.put("Rt", script -> said(network.update(calling("nothing", new Script(), script))));
        result.put("CRy", script -> composed(calling("ask", script, new Script())));
        result.put("CRt", script -> composed(calling("nothing", new Script(), script)));
        result.put("C", script -> inCleanup(script, network::update));
        result.put(
                "CC",
                script -> inCleanup(script, cleaning -> network.agent.query(canister, "compose", cleaning.bytes())));
        result.put("F", this::inInspection);
        result.put("T", this::inTimer);
        return result;
    }

    private static String said(TestAgent.Outcome outcome) {
        return String.valueOf(outcome.message());
    }

    private String composed(Script script) {
        return said(network.agent.query(canister, "compose", script.bytes()));
    }

    private Script calling(String method, Script onReply, Script onReject) {
        byte[] argument = new Script().reply().bytes();
        return ScriptNetwork.prepare(peer.getValue(), method, argument, onReply, onReject)
                .call("call_perform")
                .drop();
    }

    private String installing(String mode, Script argument) {
        return installing(mode, ScriptCanister.wasm(), argument);
    }

    /** Puts code into the canister and gives what is said of it. */
    String installing(String mode, byte[] wasm, Script argument) {
        return said(network.manage(
                canister,
                "install_code",
                "mode",
                CandidValue.variant(mode),
                "canister_id",
                network.id(canister),
                "wasm_module",
                CandidValue.blob(wasm),
                "arg",
                CandidValue.blob(argument.bytes())));
    }

    private String inPreUpgrade(Script script) {
        network.update(new Script().script(ScriptCanister.PRE_UPGRADE, script).reply());
        String said = installing("upgrade", new Script());
        installing("reinstall", new Script());
        return said;
    }

    private String inTransform(Script script) {
        network.update(
                transforming,
                new Script().script(ScriptCanister.TRANSFORM, script).reply());
        byte[] argument = TransformArgument.get(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                1000,
                transforming,
                "transform",
                new byte[0]);
        byte[] reply = network.update(
                        transforming, ScriptNetwork.callAndForward(new byte[0], "http_request", argument, PLENTY))
                .reply();
        return new String(reply, 8, reply.length - 8);
    }

    private String inCleanup(Script script, Function<Script, TestAgent.Outcome> run) {
        byte[] argument = new Script().reply().bytes();
        return printed(
                canister,
                () -> run.apply(
                        ScriptNetwork.prepare(peer.getValue(), "ask", argument, new Script().trap(), new Script())
                                .script(CLEANUP, script)
                                .call("call_on_cleanup", 0, CLEANUP)
                                .call("call_perform")
                                .drop()));
    }

    private String printed(Principal by, Runnable action) {
        int before = network.replica.canisterLog(by).size();
        action.run();
        List<String> lines = network.replica.canisterLog(by);
        return String.join("\n", lines.subList(Math.min(before, lines.size()), lines.size()));
    }

    private String inInspection(Script script) {
        network.replica
                .control()
                .reinstall(
                        inspecting,
                        ScriptCanister.with(Set.of("canister_inspect_message")),
                        new Script().script(ScriptCanister.INSPECT, script).bytes());
        return said(network.update(inspecting, new Script().reply()));
    }

    private String inTimer(Script script) {
        return printed(canister, () -> {
            network.update(new Script()
                    .script(ScriptCanister.TIMER, script)
                    .call("global_timer_set", 1)
                    .drop()
                    .reply());
            network.awaitIdle();
        });
    }

    /** The heartbeat, which has the symbol T as the timer does. */
    String inHeartbeat(Script script) {
        return printed(beating, () -> {
            network.update(
                    beating,
                    new Script().script(ScriptCanister.HEARTBEAT, script).reply());
            network.clock.advance(java.time.Duration.ofMillis(1001));
            network.awaitIdle();
            network.update(
                    beating,
                    new Script().script(ScriptCanister.HEARTBEAT, new Script()).reply());
        });
    }

    @Override
    public void close() {
        network.close();
        server.stop(0);
    }
}
