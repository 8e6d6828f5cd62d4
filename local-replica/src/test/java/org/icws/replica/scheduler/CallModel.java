package org.icws.replica.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icws.replica.scheduler.CallProgram.Call;
import org.icws.replica.scheduler.CallProgram.Method;
import org.icws.replica.scheduler.CallProgram.Step;

/**
 * What the interface specification ("Abstract behavior") says about calls, written down once more and independently of the replica, as
 * far as a {@link CallProgram} goes. Bytes are texts, cycles are small.
 */
final class CallModel {
    /** How a call ended; {@code code} 0 = with a reply. */
    record Ending(int code, String error, String text) {
        static Ending reply(String text) {
            return new Ending(0, null, text);
        }

        static Ending reject(String error) {
            return new Ending(error.charAt(3) - '0', error, null);
        }
    }

    sealed interface Message {}

    record UserCall(int user, Method method, List<Step> program) implements Message {}

    record CanisterCall(int caller, long callback, Call call, long deadline) implements Message {}

    record Answer(long callback, Ending ending, long refund) implements Message {}

    record Timer() implements Message {}

    record GiveUp() implements Message {}

    /** Done by the embedding program. */
    record Operation(int user, String what) implements Message {}

    /** Who is waiting: a user, or a canister; both negative = nobody. */
    record Origin(int user, int caller, long callback) {
        static final Origin NOBODY = new Origin(-1, -1, -1);
    }

    private static final class Context {
        private final Origin origin;
        private long available;
        private boolean responded;
        private boolean deleted;
        private int open;

        private Context(Origin origin, long available) {
            this.origin = origin;
            this.available = available;
            this.responded = origin == Origin.NOBODY;
        }
    }

    private record Callback(Context context, Call call, long deadline) {}

    private record Waiter(Origin origin, long cycles, long until) {}

    /** A canister. */
    static final class State {
        final int number;
        final Deque<Message> queue = new ArrayDeque<>();
        private final List<Context> contexts = new ArrayList<>();
        private final Map<Long, Callback> callbacks = new TreeMap<>();
        private final List<Waiter> waiters = new ArrayList<>();
        private Map<Integer, List<Step>> scripts = new HashMap<>();
        private int timer;
        String status = "running";
        boolean code = true;
        long balance;
        long burned;
        long counter;
        long version;

        private State(int number) {
            this.number = number;
        }

        int contexts() {
            return contexts.size();
        }

        int callbacks() {
            return callbacks.size();
        }

        private void forgetMemory() {
            scripts = new HashMap<>();
            timer = 0;
            counter = 0;
        }
    }

    private static final long SECOND = 1_000_000_000L;
    private static final long STOP_SECONDS = 300;

    final List<State> canisters = new ArrayList<>();

    /** How users' calls and operations have ended, by number. */
    final Map<Integer, Ending> ended = new TreeMap<>();

    private long now;
    private long nextCallback;

    CallModel(int count, long cycles) {
        for (int i = 0; i < count; i++) {
            canisters.add(new State(i));
            canisters.get(i).balance = cycles;
        }
    }

    /** Lets time pass; what is due is queued. */
    void advance(long nanos) {
        now += nanos;
        for (State canister : canisters) {
            if (canister.waiters.stream().anyMatch(waiter -> waiter.until() <= now)) {
                canister.queue.add(new GiveUp());
            }
            canister.callbacks.forEach((id, callback) -> {
                if (callback.deadline() > 0 && callback.deadline() <= now) {
                    canister.queue.add(new Answer(id, new Ending(6, "IC0604", null), 0));
                }
            });
        }
    }

    /** Executes the next message of a canister. */
    void step(State canister) {
        Message message = canister.queue.remove();
        if (message instanceof UserCall call) {
            Context context = open(canister, new Origin(call.user(), -1, -1), 0);
            start(canister, context, call.method(), call.program());
        } else if (message instanceof CanisterCall call) {
            called(canister, call);
        } else if (message instanceof Answer answer) {
            answered(canister, answer);
        } else if (message instanceof Timer) {
            if (canister.code && canister.status.equals("running")) {
                Context context = open(canister, Origin.NOBODY, 0);
                run(canister, context, ModelExecution.Mode.TASK, script(canister, canister.timer), null);
            }
        } else if (message instanceof GiveUp) {
            giveUp(canister);
        } else if (message instanceof Operation operation) {
            operate(canister, operation.what(), new Origin(operation.user(), -1, -1), 0);
        }
        checkStop(canister);
    }

    private static Context open(State canister, Origin origin, long cycles) {
        Context context = new Context(origin, cycles);
        canister.contexts.add(context);
        return context;
    }

    private void called(State canister, CanisterCall call) {
        Origin origin = new Origin(-1, call.caller(), call.callback());
        if (call.call().request() == null) {
            Context context = open(canister, origin, call.call().cycles());
            start(canister, context, call.call().method(), call.call().payload());
        } else {
            operate(canister, call.call().request().text, origin, call.call().cycles());
        }
    }

    private void start(State canister, Context context, Method method, List<Step> program) {
        String refusal = refusal(canister, method);
        if (refusal != null) {
            respond(context, Ending.reject(refusal));
            canister.contexts.remove(context);
            return;
        }
        run(
                canister,
                context,
                method == Method.RUN ? ModelExecution.Mode.UPDATE : ModelExecution.Mode.QUERY,
                program,
                null);
    }

    private static String refusal(State canister, Method method) {
        if (!canister.status.equals("running")) {
            return canister.status.equals("stopped") ? "IC0508" : "IC0509";
        }
        if (!canister.code) {
            return "IC0537";
        }
        return method == Method.COMPOSE ? "IC0527" : method == Method.MISSING ? "IC0536" : null;
    }

    private static List<Step> script(State canister, int address) {
        return canister.scripts.getOrDefault(address, List.of());
    }

    private void answered(State canister, Answer answer) {
        Callback callback = canister.callbacks.remove(answer.callback());
        canister.balance += answer.refund();
        if (callback == null) {
            return;
        }
        Context context = callback.context();
        context.open--;
        if (context.deleted || !canister.code) {
            forgetIfOver(canister, context);
            return;
        }
        boolean replied = answer.ending().code() == 0;
        int address = callback.call().address()[replied ? 0 : 1];
        run(
                canister,
                context,
                replied ? ModelExecution.Mode.REPLY : ModelExecution.Mode.REJECT,
                script(canister, address),
                answer.ending(),
                callback);
    }

    private void run(State canister, Context context, ModelExecution.Mode mode, List<Step> steps, Ending answer) {
        run(canister, context, mode, steps, answer, null);
    }

    private void run(
            State canister,
            Context context,
            ModelExecution.Mode mode,
            List<Step> steps,
            Ending answer,
            Callback callback) {
        ModelExecution run = execute(canister, context, mode, steps, answer);
        if (run.fault == null) {
            keep(canister, context, run, mode != ModelExecution.Mode.QUERY);
            run.calls.forEach(call -> send(canister, context, call));
            if (run.response != null) {
                respond(context, run.response);
            }
        } else if (callback != null && callback.call().onCleanup() != null) {
            ModelExecution cleanup = execute(
                    canister,
                    context,
                    ModelExecution.Mode.CLEANUP,
                    script(canister, callback.call().address()[2]),
                    null);
            if (cleanup.fault == null) {
                keep(canister, context, cleanup, true);
            }
        }
        if (!context.responded && context.open == 0) {
            respond(context, Ending.reject(run.fault == null ? "IC0506" : run.fault));
        }
        forgetIfOver(canister, context);
    }

    private static void forgetIfOver(State canister, Context context) {
        if (context.responded && context.open == 0) {
            canister.contexts.remove(context);
        }
    }

    private static ModelExecution execute(
            State canister, Context context, ModelExecution.Mode mode, List<Step> steps, Ending answer) {
        ModelExecution run = new ModelExecution(mode, answer, context.responded);
        run.balance = canister.balance;
        run.available = context.available;
        run.counter = canister.counter;
        run.timer = canister.timer;
        run.execute(steps);
        return run;
    }

    private static void keep(State canister, Context context, ModelExecution run, boolean stateToo) {
        canister.balance = run.balance;
        canister.burned += run.burned;
        context.available = run.available;
        if (stateToo) {
            canister.counter = run.counter;
            canister.timer = run.timer;
            canister.scripts.putAll(run.scripts);
            canister.version++;
        }
    }

    private void send(State canister, Context context, Call call) {
        long deadline = call.seconds() == 0 ? 0 : now + call.seconds() * SECOND;
        context.open++;
        long id = nextCallback++;
        canister.callbacks.put(id, new Callback(context, call, deadline));
        if (call.callee() < canisters.size()) {
            canisters.get(call.callee()).queue.add(new CanisterCall(canister.number, id, call, deadline));
        } else {
            canister.queue.add(new Answer(id, Ending.reject("IC0301"), call.cycles()));
        }
    }

    private void respond(Context context, Ending ending) {
        context.responded = true;
        long refund = context.available;
        context.available = 0;
        respond(context.origin, ending, refund);
    }

    private void respond(Origin origin, Ending ending, long refund) {
        if (origin.user() >= 0) {
            if (ended.put(origin.user(), ending) != null) {
                throw new AssertionError("answered twice");
            }
        } else if (origin.caller() >= 0) {
            canisters.get(origin.caller()).queue.add(new Answer(origin.callback(), ending, refund));
        }
    }

    private void operate(State canister, String what, Origin origin, long cycles) {
        Ending nothing = Ending.reply("DIDL\0\0");
        switch (what) {
            case "deposit_cycles":
                canister.balance += cycles;
                respond(origin, nothing, 0);
                return;
            case "stop_canister":
                canister.status = canister.status.equals("running") ? "stopping" : canister.status;
                canister.version++;
                canister.waiters.add(new Waiter(origin, cycles, now + STOP_SECONDS * SECOND));
                return;
            case "start_canister":
                canister.status = "running";
                canister.version++;
                tell(canister, List.copyOf(canister.waiters), Ending.reject("IC0511"));
                break;
            case "uninstall_code":
                uninstall(canister);
                break;
            default:
                // Installs, or replaces the code and keeps the calls.
                canister.code = true;
                canister.forgetMemory();
                canister.version++;
        }
        respond(origin, nothing, cycles);
    }

    private void uninstall(State canister) {
        canister.code = false;
        canister.forgetMemory();
        canister.version++;
        for (Context context : canister.contexts) {
            context.deleted = true;
            if (!context.responded) {
                respond(context, new Ending(4, "IC0406", "Canister has been uninstalled."));
            }
        }
        canister.contexts.removeIf(context -> context.open == 0);
    }

    private void giveUp(State canister) {
        tell(
                canister,
                canister.waiters.stream()
                        .filter(waiter -> waiter.until() <= now)
                        .toList(),
                Ending.reject("IC0206"));
    }

    private void tell(State canister, List<Waiter> waiters, Ending ending) {
        canister.waiters.removeAll(waiters);
        waiters.forEach(waiter -> respond(waiter.origin(), ending, waiter.cycles()));
    }

    private void checkStop(State canister) {
        if (canister.status.equals("stopping") && canister.contexts.isEmpty()) {
            canister.status = "stopped";
            canister.version++;
        }
        if (canister.status.equals("stopped")) {
            tell(canister, List.copyOf(canister.waiters), Ending.reply("DIDL\0\0"));
        }
    }
}
