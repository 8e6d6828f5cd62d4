package org.icws.replica.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.wasm.Script;
import org.icws.replica.wasm.ScriptCanister;

/** What a canister is to do in one message, as a list of steps that a script canister and a model of it both can carry out. */
final class CallProgram {
    /** Methods of the script canister, and one that it does not have. */
    enum Method {
        RUN("run"),
        ASK("ask"),
        COMPOSE("compose"),
        MISSING("missing");

        final String text;

        Method(String text) {
            this.text = text;
        }
    }

    /** Methods of the management canister. */
    enum Request {
        DEPOSIT("deposit_cycles"),
        STOP("stop_canister"),
        START("start_canister"),
        UNINSTALL("uninstall_code");

        final String text;

        Request(String text) {
            this.text = text;
        }
    }

    sealed interface Step {}

    record Count(int by) implements Step {}

    record Accept(long most) implements Step {}

    record Burn(long most) implements Step {}

    record Append(String text) implements Step {}

    record Reply(String text) implements Step {}

    record Reject(String text) implements Step {}

    /** Replies with what the called canister replied. */
    record Forward() implements Step {}

    /** Replies with the reject code. */
    record ReplyCode() implements Step {}

    /** Replies with what has been counted. */
    record ReplyCounter() implements Step {}

    record Trap() implements Step {}

    /** Sets what the timer is to do; the address of its script is known once it is written. */
    record ArmTimer(int[] address, List<Step> steps) implements Step {}

    /**
     * A call.
     *
     * @param callee number of a canister; one too many = nobody
     * @param request not null = of the management canister, about the callee
     * @param payload what the callee is to do
     * @param address of the callbacks' scripts
     * @param onCleanup null = none
     * @param seconds to wait; 0 = for ever
     * @param performed whether it is made after it has been built
     */
    record Call(
            int callee,
            Method method,
            Request request,
            List<Step> payload,
            int[] address,
            List<Step> onReply,
            List<Step> onReject,
            List<Step> onCleanup,
            long cycles,
            int seconds,
            boolean performed)
            implements Step {}

    /** Counts what programs have added to it. */
    static final int COUNTER = 0xF000;

    static final int PAGES = 128;

    /** Longest argument. */
    static final int MAX_ARGUMENT = 0x8_0000;

    static final Principal NOBODY = Principals.canisterId(77);

    private static final int TEMPORARY = 0x10_0000;
    private static final int CALLBACKS = 0x20_0000;
    private static final int END = PAGES * 65_536;
    private static final int SMALL = 0x5100;

    private final Random random;
    private final List<Principal> canisters;
    private int next = CALLBACKS;

    /** @param canisters that may be called */
    CallProgram(Random random, List<Principal> canisters) {
        this.random = random;
        this.canisters = canisters;
    }

    /** Whether there is no place for many more callbacks. */
    boolean isFull() {
        return next > END / 2;
    }

    /** What the callbacks of earlier programs were is overwritten from now on. */
    void reset() {
        next = CALLBACKS;
    }

    /** A random program, most of which answer. */
    List<Step> random(int depth) {
        List<Step> steps = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            steps.add(step(depth));
        }
        int end = random.nextInt(12);
        if (end < 7) {
            steps.add(new Reply("r" + random.nextInt(1000)));
        } else if (end < 8) {
            steps.add(new Reject("no" + random.nextInt(1000)));
        } else if (end < 9) {
            steps.add(new Trap());
        }
        if (random.nextInt(10) == 0) {
            steps.add(step(depth));
        }
        return steps;
    }

    private Step step(int depth) {
        int kind = random.nextInt(20);
        if (depth > 0 && kind < 11) {
            return call(depth - 1);
        }
        switch (kind % 10) {
            case 0, 1, 2:
                return new Count(1 + random.nextInt(5));
            case 3, 4, 5, 6:
                return new Accept(random.nextInt(300));
            case 7:
                return new Burn(random.nextInt(20));
            case 8:
                return new Append("a" + random.nextInt(10));
            default:
                return depth > 0 && random.nextInt(3) == 0
                        ? new ArmTimer(new int[1], random(depth - 1))
                        : random.nextInt(3) == 0 ? new Trap() : new Count(1);
        }
    }

    private Call call(int depth) {
        List<Step> onReply = callback(depth, new Forward());
        List<Step> onReject = callback(depth, new ReplyCode());
        List<Step> onCleanup = random.nextInt(3) == 0 ? null : cleanup();
        boolean management = random.nextInt(8) == 0;
        return new Call(
                random.nextInt(canisters.size() + (random.nextInt(6) == 0 ? 1 : 0)),
                method(),
                management ? Request.values()[Math.max(0, random.nextInt(8) - 4)] : null,
                random(depth),
                new int[3],
                onReply,
                onReject,
                onCleanup,
                random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextInt(40) == 0 ? 10_000_000 : 1000),
                random.nextInt(5) == 0 ? 1 + random.nextInt(300) : 0,
                random.nextInt(15) != 0);
    }

    /** Nearly always the one for updates. */
    Method method() {
        int kind = random.nextInt(20);
        return kind < 16 ? Method.RUN : kind < 18 ? Method.ASK : kind < 19 ? Method.COMPOSE : Method.MISSING;
    }

    private List<Step> callback(int depth, Step answer) {
        List<Step> steps = random(Math.max(0, depth - 1));
        if (random.nextInt(2) == 0) {
            steps.add(random.nextInt(steps.size() + 1), answer);
        }
        return steps;
    }

    private List<Step> cleanup() {
        List<Step> steps = new ArrayList<>(List.of(new Count(100)));
        int kind = random.nextInt(8);
        if (kind == 0) {
            steps.add(new Trap());
        } else if (kind == 1) {
            steps.add(new Reply("too late"));
        } else if (kind == 2) {
            steps.add(new Burn(3));
        } else if (kind == 3) {
            steps.add(call(0));
        }
        return steps;
    }

    /** The script for a program; callbacks get their addresses. */
    Script script(List<Step> steps) {
        Script script = new Script();
        steps.forEach(step -> add(script, step));
        return script;
    }

    private void add(Script script, Step step) {
        if (step instanceof Count count) {
            script.increment(COUNTER, count.by());
        } else if (step instanceof Accept accept) {
            script.call("msg_cycles_accept", accept.most()).drop();
        } else if (step instanceof Burn burn) {
            script.call("cycles_burn128", 0, burn.most(), SMALL);
        } else if (step instanceof Append append) {
            script.data(SMALL, append.text()).appendReply(SMALL, append.text().length());
        } else if (step instanceof Reply reply) {
            script.reply(reply.text());
        } else if (step instanceof Reject reject) {
            script.data(SMALL, reject.text())
                    .call("msg_reject", SMALL, reject.text().length());
        } else if (step instanceof Forward) {
            script.replyBytes("msg_arg_data");
        } else if (step instanceof ReplyCode) {
            script.then(new Script().call("msg_reject_code").replyNumber());
        } else if (step instanceof ReplyCounter) {
            script.then(new Script().load(COUNTER).replyNumber());
        } else if (step instanceof Trap) {
            script.trap();
        } else if (step instanceof ArmTimer timer) {
            timer.address()[0] = place(script, script(timer.steps()));
            script.script(ScriptCanister.TIMER, new Script().push(0).endIfZero(timer.address()[0]));
        } else if (step instanceof Call call) {
            add(script, call);
        }
    }

    private void add(Script script, Call call) {
        call.address()[0] = place(script, script(call.onReply()));
        call.address()[1] = place(script, script(call.onReject()));
        byte[] payload = payload(call);
        String method = call.request() == null ? call.method().text : call.request().text;
        byte[] callee = call.request() == null ? id(call.callee()).getValue() : Principals.MANAGEMENT.getValue();
        script.data(TEMPORARY, callee)
                .data(TEMPORARY + 0x40, method)
                .data(TEMPORARY + 0x80, payload)
                .call(
                        "call_new",
                        TEMPORARY,
                        callee.length,
                        TEMPORARY + 0x40,
                        method.length(),
                        0,
                        call.address()[0],
                        0,
                        call.address()[1])
                .call("call_data_append", TEMPORARY + 0x80, payload.length);
        if (call.onCleanup() != null) {
            call.address()[2] = place(script, script(call.onCleanup()));
            script.call("call_on_cleanup", 0, call.address()[2]);
        }
        if (call.seconds() > 0) {
            script.call("call_with_best_effort_response", call.seconds());
        }
        if (call.cycles() > 0) {
            script.call("call_cycles_add128", 0, call.cycles());
        }
        if (call.performed()) {
            script.call("call_perform").drop();
        }
    }

    private byte[] payload(Call call) {
        return call.request() == null
                ? script(call.payload()).bytes()
                : CandidEncoder.encode(CandidValue.record("canister_id", CandidValue.principal(id(call.callee()))));
    }

    private Principal id(int canister) {
        return canister < canisters.size() ? canisters.get(canister) : NOBODY;
    }

    /** Lets a script put another one at an address of its own. */
    private int place(Script script, Script inner) {
        int at = next;
        next += inner.bytes().length;
        if (next > END) {
            throw new IllegalStateException("The programs are too long");
        }
        script.script(at, inner);
        return at;
    }
}
