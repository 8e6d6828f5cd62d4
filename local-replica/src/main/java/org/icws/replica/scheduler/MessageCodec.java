package org.icws.replica.scheduler;

import java.util.function.Function;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.persistence.In;
import org.icws.replica.persistence.OriginCodec;
import org.icws.replica.persistence.Out;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.RequestRecord;
import org.icws.replica.state.UserCallContent;

/** Messages that wait in queues, on disk. Stateless. */
final class MessageCodec {
    private static final int USER_CALL = 0;
    private static final int CANISTER_CALL = 1;
    private static final int ANSWER = 2;
    private static final int TIMER = 3;
    private static final int MANAGEMENT = 4;

    private MessageCodec() {}

    /** Whether a message outlives the process. The others come anew by themselves, or nobody waits for them any more. */
    static boolean isKept(CanisterMessage message) {
        return !(message instanceof CanisterMessage.Operation
                || message instanceof CanisterMessage.StopTimeOut
                || message instanceof CanisterMessage.SystemTask task
                        && task.kind() == CanisterMessage.SystemTask.Kind.HEARTBEAT);
    }

    /** The user's call that a message carries; null = it carries none. */
    static RequestRecord request(CanisterMessage message) {
        if (message instanceof CanisterMessage.UserCall call) {
            return call.request();
        }
        return message instanceof CanisterMessage.Management call
                        && call.call().origin() instanceof CallOrigin.User user
                ? user.request()
                : null;
    }

    static byte[] encode(CanisterMessage message) {
        Out out = new Out();
        if (message instanceof CanisterMessage.UserCall call) {
            out.number(USER_CALL).blob(call.request().requestId());
        } else if (message instanceof CanisterMessage.CanisterCall call) {
            out.number(CANISTER_CALL)
                    .principal(call.caller())
                    .number(call.callbackId())
                    .text(call.method())
                    .blob(call.argument())
                    .big(call.cycles())
                    .fixed64(call.deadlineNanos());
        } else if (message instanceof CanisterMessage.CallAnswer answer) {
            out.number(ANSWER).number(answer.callbackId());
            OriginCodec.write(out, answer.response());
            out.big(answer.refund()).big(answer.outcallPrice());
        } else if (message instanceof CanisterMessage.Management management) {
            ManagementCall call = management.call();
            out.number(MANAGEMENT);
            OriginCodec.write(out, call.origin());
            out.principal(call.caller())
                    .text(call.method())
                    .blob(call.argument())
                    .big(call.cycles());
        } else {
            out.number(TIMER);
        }
        return out.bytes();
    }

    /**
     * Reads a message.
     *
     * @return null = nobody waits for it any more
     */
    static CanisterMessage decode(byte[] bytes, Function<byte[], RequestRecord> requests) {
        In in = new In(bytes);
        switch ((int) in.number()) {
            case USER_CALL:
                RequestRecord request = requests.apply(in.blob());
                UserCallContent content = request == null ? null : request.content();
                return content == null ? null : new CanisterMessage.UserCall(request, content);
            case CANISTER_CALL:
                return new CanisterMessage.CanisterCall(
                        in.principal(), in.number(), in.text(), in.blob(), in.big(), in.fixed64());
            case ANSWER:
                return new CanisterMessage.CallAnswer(in.number(), OriginCodec.readResponse(in), in.big(), in.big());
            case MANAGEMENT:
                return new CanisterMessage.Management(new ManagementCall(
                        OriginCodec.read(in, requests), in.principal(), in.text(), in.blob(), in.big()));
            default:
                return new CanisterMessage.SystemTask(CanisterMessage.SystemTask.Kind.TIMER);
        }
    }
}
