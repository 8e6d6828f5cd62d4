package org.icws.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.ic4j.types.Principal;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.CallerInfo;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CanisterHost;
import org.icws.replica.management.CodeOperations;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.management.Management;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.scheduler.CallProgram.Method;
import org.icws.replica.scheduler.CallProgram.Step;
import org.icws.replica.scheduler.CanisterMessage.SystemTask.Kind;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.CanisterStatus;
import org.icws.replica.state.MonotonicTime;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.RequestStatuses;
import org.icws.replica.state.UserCallContent;
import org.icws.replica.wasm.ScriptCanister;

/**
 * A few canisters whose messages are executed one at a time, in an order that is random but for each queue, and beside them a model that
 * does the same. The module, the messages and everything below them are the replica's own; only what takes messages from one canister
 * to another is written anew here.
 */
final class RandomCalls {
    /** Programs that run interleaved. */
    static final int AT_ONCE = 8;

    private static final byte[] WASM =
            ScriptCanister.builder(java.util.Set.of()).pages(CallProgram.PAGES).build();
    private static final long CYCLES = 1_000_000;
    private static final long LONG = 1_000_000_000_000L;
    private static final int DEPTH = 3;
    private static final Principal USER = Principal.anonymous();
    private static final byte[] NOTHING = {0};

    private final Random random;
    private final CodeOperations code;
    private final Management management;
    private final BatchRunner runner;
    private final CallProgram programs;
    private final CallModel model;
    private final RequestStatuses requests = new RequestStatuses(1_000_000);
    private final List<Principal> ids;
    private final List<Canister> canisters = new ArrayList<>();
    private final List<Deque<CanisterMessage>> queues = new ArrayList<>();
    private final Map<Integer, CallModel.Ending> ended = new TreeMap<>();
    private final Map<RequestRecord, Integer> users = new java.util.IdentityHashMap<>();
    private long clock = 1_700_000_000_000_000_000L;
    private int nextUser;
    private int started;
    private int messages;

    RandomCalls(CanisterHost host, Random random, int count) {
        this.random = random;
        ids = IntStream.range(0, count)
                .mapToObj(i -> Principals.canisterId(1000 + i))
                .toList();
        programs = new CallProgram(random, ids);
        model = new CallModel(count, CYCLES);
        code = new CodeOperations(host);
        management = new Management(host, this::find);
        runner = new BatchRunner(new MonotonicTime(() -> clock), management);
        for (Principal id : ids) {
            Canister canister = new Canister(id, CanisterSettings.defaults(ids));
            canister.cycles(BigInteger.valueOf(CYCLES));
            code.deploy(canister, CodeOperations.Plan.INSTALL, deployment(clock));
            canister.version(0);
            canisters.add(canister);
            queues.add(new ArrayDeque<>());
        }
    }

    private static CodeOperations.Deployment deployment(long time) {
        return new CodeOperations.Deployment(WASM, NOTHING, new CanisterHistory.Origin(USER, null, true), time);
    }

    private Optional<Canister> find(Principal id) {
        int at = ids.indexOf(id);
        return at < 0 ? Optional.empty() : Optional.of(canisters.get(at));
    }

    int programs() {
        return started;
    }

    int messages() {
        return messages;
    }

    /** Runs some programs until nothing is left of them. */
    void round() {
        for (int i = 0; i < AT_ONCE; i++) {
            call(random.nextInt(ids.size()), programs.method(), programs.random(DEPTH));
        }
        while (isBusy()) {
            if (random.nextInt(25) == 0) {
                disturb();
            }
            step();
        }
        finish();
        assertNothingIsLeft();
    }

    private boolean isBusy() {
        return queues.stream().anyMatch(queue -> !queue.isEmpty());
    }

    /** Lets go what is stuck, such as a canister that waits for its own stop, and makes all canisters ready for the next round. */
    private void finish() {
        for (int again = 0; again < 2; again++) {
            advance();
            drain();
        }
        for (int i = 0; i < ids.size(); i++) {
            operate(i, "start_canister");
            call(i, Method.ASK, List.of(new CallProgram.ReplyCounter()));
            if (canisters.get(i).wasm() == null) {
                operate(i, "install");
            }
        }
        if (programs.isFull()) {
            programs.reset();
            IntStream.range(0, ids.size()).forEach(i -> operate(i, "upgrade"));
        }
        drain();
    }

    private void drain() {
        while (isBusy()) {
            step();
        }
    }

    private void disturb() {
        int target = random.nextInt(ids.size());
        switch (random.nextInt(9)) {
            case 0:
                advance();
                break;
            case 1:
                operate(target, "stop_canister");
                break;
            case 2, 3:
                operate(target, "start_canister");
                break;
            case 4:
                operate(target, "uninstall_code");
                break;
            case 5:
                operate(target, "upgrade");
                break;
            case 6:
                operate(target, "reinstall");
                break;
            default:
                queues.get(target).add(new CanisterMessage.SystemTask(Kind.TIMER));
                model.canisters.get(target).queue.add(new CallModel.Timer());
        }
    }

    private void call(int target, Method method, List<Step> program) {
        byte[] argument = programs.script(program).bytes();
        UserCallContent content = new UserCallContent(method.text, argument, Long.MAX_VALUE, CallerInfo.NONE);
        byte[] requestId = ByteBuffer.allocate(32).putInt(started).array();
        RequestRecord request = requests.register(requestId, USER, ids.get(target), ids.get(target), content)
                .orElseThrow();
        users.put(request, nextUser);
        queues.get(target).add(new CanisterMessage.UserCall(request, content));
        model.canisters.get(target).queue.add(new CallModel.UserCall(nextUser, method, program));
        nextUser++;
        started++;
    }

    private void operate(int target, String what) {
        int user = nextUser++;
        CallOrigin.Program origin = new CallOrigin.Program(new CompletableFuture<>());
        origin.answer().thenAccept(response -> note(user, response));
        queues.get(target).add(new CanisterMessage.Operation(operation(what), origin));
        model.canisters.get(target).queue.add(new CallModel.Operation(user, what));
    }

    private CanisterOperation operation(String what) {
        Response nothing = new Response.Reply("DIDL\0\0".getBytes(StandardCharsets.ISO_8859_1));
        return (canister, time, origin, answers) -> {
            switch (what) {
                case "stop_canister":
                    long until = time + LifecycleOperations.MAX_STOP_NANOS;
                    LifecycleOperations.stop(
                            canister, new Canister.StopWaiter(origin, BigInteger.ZERO, until), answers);
                    return null;
                case "start_canister":
                    LifecycleOperations.start(canister, answers);
                    return nothing;
                case "uninstall_code":
                    code.uninstall(canister, new CanisterHistory.Origin(USER, null, true), time, answers);
                    return nothing;
                default:
                    CodeOperations.Plan plan = canister.wasm() == null
                            ? CodeOperations.Plan.INSTALL
                            : what.equals("upgrade")
                                    ? CodeOperations.keepingWhatIsPersistent(canister)
                                    : CodeOperations.Plan.REINSTALL;
                    code.deploy(canister, plan, deployment(time));
                    return nothing;
            }
        };
    }

    /** Lets more time pass than any call is waited for. */
    private void advance() {
        clock += LONG;
        for (int i = 0; i < ids.size(); i++) {
            Canister canister = canisters.get(i);
            Deque<CanisterMessage> queue = queues.get(i);
            if (canister.stopWaiters().stream().anyMatch(waiter -> waiter.untilNanos() <= clock)) {
                queue.add(new CanisterMessage.StopTimeOut());
            }
            canister.callbacks().forEach((id, callback) -> {
                if (callback.deadlineNanos() != 0 && callback.deadlineNanos() <= clock) {
                    queue.add(new CanisterMessage.CallAnswer(
                            id, new Response.Reject(6, "Call has timed out.", "IC0604"), BigInteger.ZERO));
                }
            });
        }
        model.advance(LONG);
    }

    /** Executes one message on both sides and compares them. */
    private void step() {
        int[] busy = IntStream.range(0, ids.size())
                .filter(i -> !queues.get(i).isEmpty())
                .toArray();
        int at = busy[random.nextInt(busy.length)];
        BatchResult result =
                runner.run(canisters.get(at), List.of(queues.get(at).remove()));
        result.finished().forEach(end -> {
            note(users.remove(end.request()), end.response());
            requests.forget(end.request());
        });
        result.deliveries().forEach(delivery -> deliver(delivery.receiver(), delivery.message()));
        result.afterCertification().forEach(Runnable::run);
        model.step(model.canisters.get(at));
        messages++;
        compare(at);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(queues.get(i)).hasSameSizeAs(model.canisters.get(i).queue);
        }
    }

    private void note(int user, Response response) {
        CallModel.Ending ending = response instanceof Response.Reply reply
                ? CallModel.Ending.reply(new String(reply.data(), StandardCharsets.ISO_8859_1))
                : ending((Response.Reject) response);
        assertThat(ended.put(user, ending)).as("an earlier answer").isNull();
    }

    private static CallModel.Ending ending(Response.Reject reject) {
        return new CallModel.Ending(
                reject.code(), reject.errorCode(), reject.errorCode().equals("IC0406") ? reject.message() : null);
    }

    private void deliver(Principal receiver, CanisterMessage message) {
        Principal target = receiver;
        CanisterMessage placed = message;
        if (receiver.equals(Principals.MANAGEMENT)) {
            CanisterMessage.CanisterCall call = (CanisterMessage.CanisterCall) message;
            ManagementCall managed = new ManagementCall(
                    new CallOrigin.Canister(call.caller(), call.callbackId()),
                    call.caller(),
                    call.method(),
                    call.argument(),
                    call.cycles());
            placed = new CanisterMessage.Management(managed);
            try {
                target = ((Management.Place.OnCanister) management.place(managed)).canister();
            } catch (CanisterFault fault) {
                refuse(placed, fault);
                return;
            }
        }
        int at = ids.indexOf(target);
        if (at < 0) {
            refuse(placed, new CanisterFault(org.icws.replica.execution.ErrorCode.CANISTER_NOT_FOUND, "There is none"));
        } else {
            queues.get(at).add(placed);
        }
    }

    private void refuse(CanisterMessage message, CanisterFault fault) {
        BatchResult refusal = new BatchResult();
        BatchRunner.refuse(message, Response.Reject.of(fault.code(), fault.getMessage()), refusal);
        refusal.deliveries().forEach(delivery -> deliver(delivery.receiver(), delivery.message()));
    }

    private void compare(int at) {
        Canister canister = canisters.get(at);
        CallModel.State expected = model.canisters.get(at);
        assertThat(ended).isEqualTo(model.ended);
        assertThat(canister.cycles().longValueExact()).as("balance").isEqualTo(expected.balance);
        assertThat(canister.consumed().burned().longValueExact()).as("burned").isEqualTo(expected.burned);
        assertThat(canister.status().name()).isEqualToIgnoringCase(expected.status);
        assertThat(canister.wasm() != null).as("has code").isEqualTo(expected.code);
        assertThat(canister.version()).as("version").isEqualTo(expected.version);
        assertThat(canister.contexts()).as("call contexts").hasSize(expected.contexts());
        assertThat(canister.callbacks()).as("callbacks").hasSize(expected.callbacks());
    }

    private void assertNothingIsLeft() {
        long sum = 0;
        for (Canister canister : canisters) {
            assertThat(canister.contexts()).isEmpty();
            assertThat(canister.callbacks()).isEmpty();
            assertThat(canister.stopWaiters()).isEmpty();
            assertThat(canister.status()).isEqualTo(CanisterStatus.RUNNING);
            sum += canister.cycles().longValueExact()
                    + canister.consumed().burned().longValueExact();
        }
        assertThat(sum).as("all cycles").isEqualTo(CYCLES * ids.size());
        assertThat(users).as("users without an answer").isEmpty();
        assertThat(ended).hasSize(nextUser);
        ended.clear();
        model.ended.clear();
        nextUser = 0;
    }
}
