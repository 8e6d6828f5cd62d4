package org.icws.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ic4j.agent.identity.AnonymousIdentity;
import org.ic4j.agent.identity.Identity;
import org.ic4j.types.Principal;
import org.icws.protocol.cbor.Cbor;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.principal.Principals;
import org.icws.protocol.request.SignedDelegation;
import org.icws.replica.wasm.Script;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which requests are let in, and in which words the others are refused. */
class RequestConformanceTest extends ConformanceCases {
    private static final Ed25519Identity USER = TestAgent.identity(1);
    private static final Ed25519Identity OTHER = TestAgent.identity(2);
    private static final Ed25519Identity SESSION = TestAgent.identity(3);
    private static final byte[] REPLY = new Script().reply("in").bytes();

    @TestFactory
    Stream<DynamicTest> requests() {
        forms();
        texts();
        delegations();
        order();
        return cases.stream();
    }

    private RawRequest call() {
        return RawRequest.call(canister, USER, network.agent.expiry()).content("arg", REPLY);
    }

    private RawRequest query() {
        return RawRequest.query(canister, USER, network.agent.expiry()).content("arg", REPLY);
    }

    private HttpResponse<byte[]> post(String what, byte[] body) {
        return network.agent.post(TestAgent.path(3, canister, what), body);
    }

    private void accepted(String rule, Supplier<RawRequest> request) {
        rule(rule, () -> assertIn(request.get().bytes()));
    }

    private void assertIn(byte[] call) {
        HttpResponse<byte[]> response = post("call", call);
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(200);
        assertThat(Cbor.text(Cbor.read(response.body()), "status")).isEqualTo("replied");
    }

    private void refused(String rule, Supplier<byte[]> body, String... text) {
        rule(rule, () -> assertRefused(post("call", body.get()), text));
    }

    private static void assertRefused(HttpResponse<byte[]> response, String... text) {
        String said = new String(response.body(), UTF_8);
        assertThat(response.statusCode()).as(said).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(said).contains(text);
    }

    private void forms() {
        accepted("fields of an envelope come in any order, without the self-describe tag [CBOR, IC4J]", this::call);
        accepted("optional fields may be null [1.2]", () -> call().envelope("sender_delegation", null));
        accepted("an empty chain of delegations is none [JS2]", () -> call().envelope("sender_delegation", List.of()));
        accepted("numbers may be bignums [JS2]", () -> call().content(
                        "ingress_expiry", BigInteger.valueOf(network.agent.expiry())));
        accepted("a nonce has up to 32 bytes [SPEC-http]", () -> call().content("nonce", new byte[32]));
        accepted("fields that are not known count in the request id [SPEC-http, Request id]", () -> call().content(
                        "from_the_future", Map.of("a", List.of(1L, "b"))));
        refused("a field twice makes a request malformed [1.2]", () -> twice("sender_sig"), "deserialize cbor");
        refused("a request is one CBOR item [CBOR]", () -> new byte[] {0, 0}, "deserialize cbor");
        refused("a request is a map [CBOR]", () -> new byte[] {(byte) 0x80}, "Malformed request");
        refused(
                "a request has a content [SPEC-http]",
                () -> call().envelope("content", null).bytes(),
                "content");
        for (String field : List.of("sender", "ingress_expiry", "canister_id", "method_name", "arg", "request_type")) {
            refused(
                    "a call has the field " + field + " [SPEC-http, Request: Call]",
                    () -> without(field),
                    "Malformed request: ",
                    field);
        }
        refused(
                "the sender is a principal of up to 29 bytes [1.3]",
                () -> call().content("sender", new byte[30]).bytes(),
                "Malformed request: ");
        refused(
                "the type of a request is one of three [SPEC-http]",
                () -> call().content("request_type", "push").bytes(),
                "Malformed request: ");
        refused("a query is not sent to the endpoint of calls [1.3]", () -> query().bytes(), "'call', not 'query'");
        rule(
                "anonymous requests have no signature [SPEC-http, Authentication]",
                () -> assertIn(anonymous("call")
                        .to(canister, "run")
                        .content("arg", REPLY)
                        .unsigned()));
        rule("anonymous queries need not expire [2.6]", () -> assertThat(post(
                                "query",
                                anonymous("query")
                                        .to(canister, "ask")
                                        .content("ingress_expiry", 1L)
                                        .unsigned())
                        .statusCode())
                .isEqualTo(200));
        refused(
                "anonymous calls expire [2.6]",
                () -> anonymous("call")
                        .to(canister, "run")
                        .content("ingress_expiry", 1L)
                        .unsigned(),
                "Invalid request expiry: ");
    }

    private RawRequest anonymous(String type) {
        return new RawRequest(type, new AnonymousIdentity(), network.agent.expiry());
    }

    private byte[] without(String field) {
        return call().content(field, null).bytes();
    }

    /** The first field of the map again behind the last one. */
    private byte[] twice(String field) {
        byte[] body = call().bytes();
        byte[] more = Cbor.write(generator -> generator.writeString(field));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body[0] + 1);
        out.write(body, 1, body.length - 1);
        out.writeBytes(more);
        out.write(0x40);
        return out.toByteArray();
    }

    private void texts() {
        refused(
                "a request has not expired [2.6, 2.7]",
                () -> call().content("ingress_expiry", network.clock.nanos() - 1)
                        .bytes(),
                "Invalid request expiry: Specified ingress_expiry not within expected range: Minimum allowed expiry: ",
                ", Maximum allowed expiry: ",
                ", Provided expiry:        ");
        refused(
                "a request expires within 330 s [2.6]",
                () -> call().content("ingress_expiry", in(331)).bytes(),
                "Invalid request expiry: ");
        accepted("a request may expire 330 s from now [2.6]", () -> call().content("ingress_expiry", in(329)));
        refused(
                "a nonce has at most 32 bytes [2.7]",
                () -> call().content("nonce", new byte[33]).bytes(),
                "Nonce in request is too big: got 33 bytes, but at most 32 are allowed.");
        refused(
                "the sender owns the key [2.7]",
                () -> call().envelope("sender_pubkey", OTHER.publicKeyDer()).bytes(),
                "The user id '" + USER.principal() + "' does not match the public key '");
        refused("a sender signs [2.7]", () -> call().unsigned(), "Missing signature from user: " + USER.principal());
        refused(
                "the anonymous user does not sign [2.7]",
                () -> anonymousButSigned(),
                "Signature is not allowed for the anonymous user.");
        refused(
                "the signature is over this request [2.7]",
                () -> call().envelope("sender_sig", new byte[64]).bytes(),
                "Invalid signature: ");
        refused(
                "the signature has the form of its scheme [2.3]",
                () -> call().envelope("sender_sig", new byte[63]).bytes(),
                "Invalid signature: ");
        refused("a key is DER of a known kind [2.3]", () -> strangeKey(), "Invalid signature: ");
        refused(
                "the canister is the URL's [2.7]",
                () -> call().content("canister_id", Principals.canisterId(7).getValue())
                        .bytes(),
                "Specified CanisterId " + Principals.canisterId(7) + " does not match effective canister id in URL ");
        rule(
                "a read of the state has at most 1000 paths [2.7]",
                () -> assertRefused(
                        read(Collections.nCopies(1001, List.of("time".getBytes(UTF_8)))),
                        "Too many paths in read state request: got 1001 "));
        rule(
                "a path has at most 127 labels [2.7]",
                () -> assertRefused(
                        read(List.of(Collections.nCopies(128, new byte[1]))),
                        "At least one path in read state request is too deep: "));
    }

    private byte[] anonymousButSigned() {
        return anonymous("call")
                .to(canister, "run")
                .through(USER)
                .envelope("sender_pubkey", USER.publicKeyDer())
                .bytes();
    }

    private byte[] strangeKey() {
        byte[] key = {0x30, 3, 6, 1, 42};
        return call().content("sender", Principals.selfAuthenticating(key).getValue())
                .envelope("sender_pubkey", key)
                .bytes();
    }

    private long in(long seconds) {
        return network.clock.nanos() + Duration.ofSeconds(seconds).toNanos();
    }

    private HttpResponse<byte[]> read(List<List<byte[]>> paths) {
        return post(
                "read_state",
                new RawRequest("read_state", USER, network.agent.expiry())
                        .paths(paths)
                        .bytes());
    }

    private SignedDelegation delegate(Identity from, Identity to, List<Principal> targets, String permissions) {
        return SignedDelegation.sign(from, to.getPublicKey(), in(3600), targets, permissions);
    }

    private SignedDelegation delegate(Identity from, Identity to) {
        return delegate(from, to, null, null);
    }

    private byte[] through(SignedDelegation... chain) {
        return call().through(SESSION, chain).bytes();
    }

    private SignedDelegation[] chain(int length) {
        List<SignedDelegation> chain = new ArrayList<>();
        Identity from = USER;
        for (int i = 1; i < length; i++) {
            Identity to = TestAgent.identity(100 + i);
            chain.add(delegate(from, to));
            from = to;
        }
        chain.add(delegate(from, SESSION));
        return chain.toArray(SignedDelegation[]::new);
    }

    private void delegations() {
        rule("a chain has up to 20 delegations [2.5]", () -> assertIn(through(chain(20))));
        refused("a chain has no 21 delegations [2.5]", () -> through(chain(21)), "Invalid delegation: ", "at most 20");
        refused(
                "a delegation has not expired [2.5]",
                () -> through(SignedDelegation.sign(USER, SESSION.publicKeyDer(), in(-1), null, null)),
                "Invalid delegation expiry: ");
        refused(
                "no key appears twice in a chain [2.5]",
                () -> through(delegate(USER, OTHER), delegate(OTHER, USER), delegate(USER, SESSION)),
                "Invalid delegation: ",
                "cycle");
        refused(
                "no key delegates to itself [2.5]",
                () -> call().through(USER, delegate(USER, USER)).bytes(),
                "Invalid delegation: ");
        refused(
                "each delegation is signed by the key before [2.5]",
                () -> through(delegate(USER, OTHER), delegate(USER, SESSION)),
                "Invalid delegation: ");
        refused(
                "the request is signed by the last key [2.5]",
                () -> call().through(OTHER, delegate(USER, SESSION)).bytes(),
                "Invalid signature: ");
        refused(
                "a delegation has at most 1000 targets [2.5]",
                () -> through(delegate(USER, SESSION, Collections.nCopies(1001, canister), null)),
                "Invalid delegation: ",
                "at most 1000");
        rule(
                "the target of a delegation is called [2.5]",
                () -> assertIn(through(delegate(USER, SESSION, List.of(canister), null))));
        refused(
                "what is no target is not called [2.7]",
                () -> through(delegate(USER, SESSION, List.of(Principals.canisterId(7)), null)),
                "Canister '",
                "' is not one of the delegation targets.");
        refused(
                "targets are what all delegations have in common [2.5]",
                () -> through(
                        delegate(USER, OTHER, List.of(canister, Principals.canisterId(7)), null),
                        delegate(OTHER, SESSION, List.of(Principals.canisterId(7)), null)),
                "is not one of the delegation targets.");
        refused(
                "a delegation without any target allows nothing [2.5]",
                () -> through(delegate(USER, SESSION, List.of(), null)),
                "is not one of the delegation targets.");
        refused(
                "the management canister has to be a target too [2.5]",
                () -> call().to(Principals.MANAGEMENT, "raw_rand")
                        .through(SESSION, delegate(USER, SESSION, List.of(canister), null))
                        .bytes(),
                "Canister 'aaaaa-aa' is not one of the delegation targets.");
        refused(
                "a delegation for queries makes no calls [2.5, permissions]",
                () -> through(delegate(USER, SESSION, null, "queries")),
                "Invalid delegation: ");
        rule("a delegation for queries makes queries [2.5, permissions]", () -> assertThat(post(
                                "query",
                                query().through(SESSION, delegate(USER, SESSION, null, "queries"))
                                        .bytes())
                        .statusCode())
                .isEqualTo(200));
        rule(
                "a delegation for all makes calls [2.5, permissions]",
                () -> assertIn(through(delegate(USER, SESSION, null, "all"))));
        refused(
                "other permissions mean nothing [2.5, permissions]",
                () -> through(delegate(USER, SESSION, null, "reads")),
                "Invalid delegation: ");
        rule("the status of a request is for those whose delegations cover its canister [2.5, 403]", () -> {
            RawRequest call = call();
            assertIn(call.bytes());
            RawRequest read = new RawRequest("read_state", USER, network.agent.expiry())
                    .paths(List.of(List.of("request_status".getBytes(UTF_8), call.id())));
            SignedDelegation elsewhere = delegate(USER, SESSION, List.of(Principals.canisterId(7)), null);
            assertThat(post("read_state", read.through(SESSION, elsewhere).bytes())
                            .statusCode())
                    .isEqualTo(403);
        });
    }

    private void order() {
        refused(
                "the canister is checked before the expiry [2.7]",
                () -> call().content("canister_id", Principals.canisterId(7).getValue())
                        .content("ingress_expiry", 1L)
                        .bytes(),
                "does not match effective canister id");
        refused(
                "the expiry is checked before the nonce [2.7]",
                () -> call().content("ingress_expiry", 1L)
                        .content("nonce", new byte[33])
                        .bytes(),
                "request expiry");
        refused(
                "the nonce is checked before the sender [2.7]",
                () -> call().content("nonce", new byte[33])
                        .envelope("sender_pubkey", OTHER.publicKeyDer())
                        .bytes(),
                "Nonce in request");
        refused(
                "the sender is checked before the delegations [2.7]",
                () -> call().through(SESSION, SignedDelegation.sign(USER, SESSION.publicKeyDer(), 1, null, null))
                        .envelope("sender_pubkey", OTHER.publicKeyDer())
                        .bytes(),
                "does not match the public key");
        refused(
                "the delegations are checked before the signature [2.7]",
                () -> call().through(SESSION, SignedDelegation.sign(USER, SESSION.publicKeyDer(), 1, null, null))
                        .envelope("sender_sig", new byte[64])
                        .bytes(),
                "Invalid delegation expiry");
        refused(
                "the signature is checked before the targets [2.7]",
                () -> call().through(SESSION, delegate(USER, SESSION, List.of(), null))
                        .envelope("sender_sig", new byte[64])
                        .bytes(),
                "Invalid signature");
        rule("whether the canister exists is looked at last [2.7]", () -> {
            Principal nobody = Principals.canisterId(7);
            byte[] forged = RawRequest.call(nobody, USER, network.agent.expiry())
                    .envelope("sender_sig", new byte[64])
                    .bytes();
            assertRefused(network.agent.post(TestAgent.path(3, nobody, "call"), forged), "Invalid signature");
        });
    }
}
