package org.icws.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Queries that call queries: one case a rule of the interface specification or the public replica. */
class CompositeQueryConformanceTest extends ConformanceCases {
    private static final String SPEC = " [SPEC-abs, query call]";
    private static final String REPLICA = " [IC, query call graph]";
    private static final int SECOND_CALLBACK = 0x7200;

    /** Memory that is empty is a script that ends at once. */
    private static final int NOTHING = 0x7000;

    @TestFactory
    Stream<DynamicTest> conformance() {
        state();
        reentrance();
        responses();
        limits();
        certificates();
        management();
        return cases.stream();
    }

    private TestAgent.Outcome compose(Script script) {
        return network.agent.query(canister, "compose", script.bytes());
    }

    /** Asks and passes the reply on, or the text of the reject. */
    private static Script asking(Principal peer, String method, Script question) {
        return ScriptNetwork.call0(
                peer.getValue(),
                method,
                question.bytes(),
                s().replyBytes("msg_arg_data"),
                s().replyBytes("msg_reject_msg"));
    }

    private long queriesOf(Principal peer) {
        return network.replica.canisters().stream()
                .filter(info -> info.id().equals(peer))
                .findFirst()
                .orElseThrow()
                .queries();
    }

    private Principal another() {
        return network.install(ScriptCanister.wasm());
    }

    private void state() {
        rule("a composite query sees its own changes between callbacks and leaves none" + SPEC, () -> {
            Principal peer = another();
            Script script = s().store(BUFFER, 8)
                    .then(ScriptNetwork.call0(
                            peer.getValue(),
                            "ask",
                            s().store(BUFFER, 1).reply().bytes(),
                            s().load(BUFFER).replyNumber(),
                            s()));
            assertThat(ScriptNetwork.number(compose(script))).isEqualTo(8);
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().load(BUFFER).replyNumber())))
                    .isZero();
            assertThat(ScriptNetwork.number(network.query(peer, s().load(BUFFER).replyNumber())))
                    .isZero();
        });
        rule("what a composite query does to growth and stable memory is dropped too" + SPEC, () -> {
            compose(s().grow(2).drop().call("stable64_grow", 3).drop().reply());
            assertThat(ScriptNetwork.number(network.query(canister, s().pages().replyNumber())))
                    .isEqualTo(8);
            assertThat(ScriptNetwork.number(
                            network.query(canister, s().call("stable64_size").replyNumber())))
                    .isZero();
        });
        rule("a composite query begins with what updates have left" + SPEC, () -> {
            network.update(
                    canister,
                    s().store(BUFFER, 3).call("stable64_grow", 2).drop().reply());
            assertThat(ScriptNetwork.number(compose(s().load(BUFFER).replyNumber())))
                    .isEqualTo(3);
            assertThat(ScriptNetwork.number(compose(s().call("stable64_size").replyNumber())))
                    .isEqualTo(2);
            network.update(canister, s().increment(BUFFER, 1).reply());
            assertThat(ScriptNetwork.number(compose(s().load(BUFFER).replyNumber())))
                    .isEqualTo(4);
        });
        rule(
                "a composite query cannot be called as update [IC, IC0527]",
                () -> assertFails(
                        network.agent.update(canister, "compose", s().reply().bytes()), "IC0527", "replicated mode"));
        rule("a composite query called by an update is a reject with code 5 [IC, IC0527]", () -> {
            String reply = ScriptNetwork.text(
                    network.update(canister, self("compose", s().reply().bytes())));
            assertThat((int) reply.charAt(0)).isEqualTo(5);
        });
    }

    private void reentrance() {
        for (String method : List.of("ask", "compose")) {
            rule("a composite query may call " + method + " of its own canister, which sees no changes" + SPEC, () -> {
                Script question = s().load(BUFFER).replyNumber();
                assertThat(ScriptNetwork.number(compose(s().store(BUFFER, 8).then(asking(canister, method, question)))))
                        .isZero();
            });
        }
        rule("a composite query may come back to its canister through another one" + SPEC, () -> {
            Principal peer = another();
            Script back = asking(canister, "compose", s().load(BUFFER).replyNumber());
            assertThat(ScriptNetwork.number(compose(s().store(BUFFER, 8).then(asking(peer, "compose", back)))))
                    .isZero();
        });
    }

    private void responses() {
        rule("composite queries nest" + SPEC, () -> {
            Script inner = asking(another(), "ask", s().reply("deep"));
            assertThat(ScriptNetwork.text(compose(asking(another(), "compose", inner))))
                    .isEqualTo("deep");
        });
        rule("calls that are open when the response is given are not made" + SPEC, () -> {
            Principal first = another();
            Principal second = another();
            Script script = ScriptNetwork.call0(
                            first.getValue(), "ask", s().reply().bytes(), s().reply("first"), s())
                    .then(ScriptNetwork.call0(
                            second.getValue(), "ask", s().reply().bytes(), s().reply("first"), s()));
            assertThat(ScriptNetwork.text(compose(script))).isEqualTo("first");
            assertThat(queriesOf(first)).isEqualTo(1);
            assertThat(queriesOf(second)).isZero();
        });
        rule("calls are made in order until a callback responds" + SPEC, () -> {
            Principal first = another();
            Principal second = another();
            Script script = ScriptNetwork.call0(
                            first.getValue(), "ask", s().reply().bytes(), s().increment(BUFFER, 1), s())
                    .data(ScriptNetwork.PEER, second.getValue())
                    .script(SECOND_CALLBACK, s().load(BUFFER).replyNumber())
                    .call("call_new", ScriptNetwork.PEER, 10, ScriptNetwork.PEER + 0x40, 3, 0, SECOND_CALLBACK, 0, 0)
                    .call(
                            "call_data_append",
                            SECOND_CALLBACK - 0x100,
                            s().reply().bytes().length)
                    .call("call_perform")
                    .drop();
            Script prepared = s().script(SECOND_CALLBACK - 0x100, s().reply()).then(script);
            assertThat(ScriptNetwork.number(compose(prepared))).isEqualTo(1);
            assertThat(queriesOf(first)).isEqualTo(1);
            assertThat(queriesOf(second)).isEqualTo(1);
        });
        rule(
                "a composite query that ends without response did not reply [SPEC-abs, IC0506]",
                () -> assertFails(
                        compose(ScriptNetwork.call0(
                                another().getValue(), "ask", s().reply().bytes(), s(), s())),
                        "IC0506",
                        "did not produce a response"));
        rule("a trap in a callback ends the composite query" + SPEC, () -> {
            Principal peer = another();
            Script script = ScriptNetwork.call0(
                    peer.getValue(),
                    "ask",
                    s().reply().bytes(),
                    s().store(BUFFER, 5).trap(),
                    s());
            assertFails(compose(script), "IC0502", "Error from Canister " + canister + ": Canister trapped");
        });
        rule("a trap in a composite callee is a reject with code 5" + SPEC, () -> {
            Script script = ScriptNetwork.call0(
                    another().getValue(),
                    "compose",
                    s().trap().bytes(),
                    s(),
                    s().call("msg_reject_code").replyNumber());
            assertThat(ScriptNetwork.number(compose(script))).isEqualTo(5);
        });
        rule("an update method is no query [SPEC-abs, IC0536]", () -> assertThat(
                        ScriptNetwork.text(compose(asking(another(), "run", s().reply()))))
                .contains("has no query method 'run'"));
        rule("a callee that does not exist is a reject with code 3 [IC, IC0301]", () -> {
            Script script = ScriptNetwork.call0(
                    FOO, "ask", s().bytes(), s(), s().call("msg_reject_code").replyNumber());
            assertThat(ScriptNetwork.number(compose(script))).isEqualTo(3);
        });
    }

    private void limits() {
        rule(
                "composite queries nest up to six calls deep" + REPLICA,
                () -> assertThat(ScriptNetwork.text(compose(deep(6)))).isEqualTo("bottom"));
        rule("deeper ones end the whole query, nobody in between is told [IC, IC0525]", () -> {
            TestAgent.Outcome outcome = compose(deep(7));
            assertFails(outcome, "IC0525", "limit of 6");
        });
        rule("a loop without end is ended by its depth [IC, IC0525]", () -> {
            // Its question is itself: it calls itself with its own argument.
            Script again = s().call("canister_self_copy", ScriptNetwork.PEER, 0, 10)
                    .data(ScriptNetwork.PEER + 0x40, "compose")
                    .call("call_new", ScriptNetwork.PEER, 10, ScriptNetwork.PEER + 0x40, 7, 0, NOTHING, 0, NOTHING)
                    .push(ScriptCanister.PROGRAM)
                    .call("msg_arg_data_size")
                    .call("call_data_append")
                    .call("call_perform")
                    .drop();
            assertFails(compose(again), "IC0525", "limit of 6");
        });
    }

    /** A composite query of as many canisters below the first, the last of which replies. */
    private Script deep(int calls) {
        List<Principal> peers =
                new ArrayList<>(Stream.generate(this::another).limit(calls).toList());
        Script script = s().reply("bottom");
        for (int i = calls - 1; i >= 0; i--) {
            script = asking(peers.get(i), i == calls - 1 ? "ask" : "compose", script);
        }
        return script;
    }

    private void certificates() {
        Script present = s().call("data_certificate_present").replyNumber();
        rule("a composite query has a data certificate" + SPEC, () -> assertThat(ScriptNetwork.number(compose(present)))
                .isEqualTo(1));
        rule("its callbacks have none" + SPEC, () -> assertThat(ScriptNetwork.number(compose(ScriptNetwork.call0(
                        another().getValue(), "ask", s().reply().bytes(), present, s()))))
                .isZero());
        for (String method : List.of("ask", "compose")) {
            rule("other canisters have none in " + method + SPEC, () -> assertThat(
                            ScriptNetwork.number(compose(asking(another(), method, present))))
                    .isZero());
            rule("the canister that the user asks has one in " + method + " too when it is called again" + SPEC, () -> {
                assertThat(ScriptNetwork.number(compose(asking(canister, method, present))))
                        .isEqualTo(1);
            });
        }
    }

    private void management() {
        rule("a composite query may ask the management canister about itself [0.66]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record("canister_id", network.id(canister)));
            network.replica.control().controllers(canister, List.of(canister));
            Script script = ScriptNetwork.call0(
                    new byte[0], "canister_status", argument, s().reply("told"), s().replyBytes("msg_reject_msg"));
            assertThat(ScriptNetwork.text(compose(script))).isEqualTo("told");
        });
        rule("what changes something cannot be called by a composite query [SPEC-mgmt]", () -> {
            byte[] argument = CandidEncoder.encode(CandidValue.record("canister_id", network.id(canister)));
            Script script =
                    ScriptNetwork.call0(new byte[0], "stop_canister", argument, s().reply(), s().reply("refused"));
            assertThat(ScriptNetwork.text(compose(script))).isEqualTo("refused");
            assertThat(network.query(canister, s().reply()).replied()).isTrue();
        });
    }
}
