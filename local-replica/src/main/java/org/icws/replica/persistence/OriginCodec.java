package org.icws.replica.persistence;

import java.util.function.Function;
import org.icws.replica.execution.Response;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.RequestRecord;

/** Who waits for answers, and answers, on disk. Stateless. */
public final class OriginCodec {
    private static final int SYSTEM = 0;
    private static final int USER = 1;
    private static final int CANISTER = 2;

    private OriginCodec() {}

    /** Writes an origin. The embedding program does not outlive the process, so nobody waits in its place. */
    public static void write(Out out, CallOrigin origin) {
        if (origin instanceof CallOrigin.User user) {
            out.number(USER).blob(user.request().requestId());
        } else if (origin instanceof CallOrigin.Canister canister) {
            out.number(CANISTER).principal(canister.caller()).number(canister.callbackId());
        } else {
            out.number(SYSTEM);
        }
    }

    /**
     * Reads an origin.
     *
     * @param requests finds a user's call by its id; null = it is forgotten
     */
    public static CallOrigin read(In in, Function<byte[], RequestRecord> requests) {
        int kind = (int) in.number();
        if (kind == USER) {
            RequestRecord request = requests.apply(in.blob());
            return request == null ? new CallOrigin.System() : new CallOrigin.User(request);
        }
        return kind == CANISTER ? new CallOrigin.Canister(in.principal(), in.number()) : new CallOrigin.System();
    }

    /** Writes an answer. */
    public static void write(Out out, Response response) {
        if (response instanceof Response.Reply reply) {
            out.flag(true).blob(reply.data());
        } else {
            Response.Reject reject = (Response.Reject) response;
            out.flag(false).number(reject.code()).text(reject.message()).text(reject.errorCode());
        }
    }

    /** Reads an answer. */
    public static Response readResponse(In in) {
        return in.flag() ? new Response.Reply(in.blob()) : new Response.Reject((int) in.number(), in.text(), in.text());
    }
}
