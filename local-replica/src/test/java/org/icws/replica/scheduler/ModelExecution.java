package org.icws.replica.scheduler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icws.replica.scheduler.CallProgram.Call;
import org.icws.replica.scheduler.CallProgram.Step;

/** What one execution of a {@link CallProgram} does in the {@link CallModel}; nothing of it counts if it fails. */
final class ModelExecution {
    /** Where code runs: decides what it may do. */
    enum Mode {
        UPDATE,
        QUERY,
        REPLY,
        REJECT,
        CLEANUP,
        TASK;

        boolean responds() {
            return this != CLEANUP && this != TASK;
        }

        boolean calls() {
            return this != CLEANUP && this != QUERY;
        }
    }

    long balance;
    long available;
    long burned;
    long counter;
    int timer;
    final Map<Integer, List<Step>> scripts = new HashMap<>();
    final List<Call> calls = new ArrayList<>();
    private final StringBuilder buffer = new StringBuilder();
    private Call pending;
    private long attached;
    private boolean responded;
    CallModel.Ending response;
    String fault;

    private final Mode mode;
    private final CallModel.Ending answer;

    /**
     * @param answer of the call whose callback this is; null = it is none
     * @param responded whether the call has been answered before
     */
    ModelExecution(Mode mode, CallModel.Ending answer, boolean responded) {
        this.mode = mode;
        this.answer = answer;
        this.responded = responded;
    }

    void execute(List<Step> steps) {
        for (Step step : steps) {
            if (fault == null) {
                step(step);
            }
        }
        if (fault == null) {
            dropPending();
        }
    }

    private void step(Step step) {
        if (step instanceof CallProgram.Count count) {
            counter += count.by();
        } else if (step instanceof CallProgram.Accept accept) {
            if (require(mode.responds())) {
                long moved = Math.min(available, accept.most());
                available -= moved;
                balance += moved;
            }
        } else if (step instanceof CallProgram.Burn burn) {
            long burnt = Math.min(balance, burn.most());
            balance -= burnt;
            burned += burnt;
        } else if (step instanceof CallProgram.Append append) {
            if (require(mode.responds() && !responded)) {
                buffer.append(append.text());
            }
        } else if (step instanceof CallProgram.Reply reply) {
            reply(reply.text());
        } else if (step instanceof CallProgram.Reject reject) {
            if (require(mode.responds() && !responded)) {
                responded = true;
                response = new CallModel.Ending(4, "IC0406", reject.text());
            }
        } else if (step instanceof CallProgram.Forward) {
            if (require(mode == Mode.REPLY)) {
                reply(answer.text());
            }
        } else if (step instanceof CallProgram.ReplyCode) {
            if (require(mode == Mode.REJECT || mode == Mode.REPLY || mode == Mode.CLEANUP)) {
                reply(number(answer == null ? 0 : answer.code()));
            }
        } else if (step instanceof CallProgram.ReplyCounter) {
            reply(number(counter));
        } else if (step instanceof CallProgram.Trap) {
            fault = "IC0502";
        } else if (step instanceof CallProgram.ArmTimer armed) {
            scripts.put(armed.address()[0], armed.steps());
            timer = armed.address()[0];
        } else if (step instanceof Call call) {
            call(call);
        }
    }

    private static String number(long value) {
        return new String(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                StandardCharsets.ISO_8859_1);
    }

    private boolean require(boolean allowed) {
        if (!allowed) {
            fault = "IC0504";
        }
        return allowed;
    }

    private void reply(String text) {
        if (require(mode.responds() && !responded)) {
            responded = true;
            response = CallModel.Ending.reply(buffer + text);
        }
    }

    private void call(Call call) {
        scripts.put(call.address()[0], call.onReply());
        scripts.put(call.address()[1], call.onReject());
        if (!require(mode.calls())) {
            return;
        }
        dropPending();
        pending = call;
        if (call.onCleanup() != null) {
            scripts.put(call.address()[2], call.onCleanup());
        }
        if (call.cycles() > balance) {
            fault = "IC0207";
            return;
        }
        balance -= call.cycles();
        attached = call.cycles();
        if (call.performed()) {
            calls.add(call);
            pending = null;
        }
    }

    private void dropPending() {
        if (pending != null) {
            balance += attached;
            pending = null;
        }
    }
}
