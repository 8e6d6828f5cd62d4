package org.icws.replica.persistence;

import org.icws.replica.execution.CallerInfo;
import org.icws.replica.state.UserCallContent;

/**
 * The kinds of records. Stateless.
 *
 * <p>Format 3 has what was said about callers, and format 4 timers that are due, each time at the end of what the format before has.
 * Format 5 has records in parts, and says in other kinds of entries what changes rarely, so that nothing that may be long is a value with
 * its length. This program reads all from 2 on.
 */
final class Records {
    /** The format this program writes. */
    static final int VERSION = 5;

    static final int HEADER = 1;
    static final int CANISTER = 2;
    static final int CALL = 3;
    static final int ROUND = 4;
    static final int END = 5;

    // 6 and 7 are parts of records: see RecordFile.

    private Records() {}

    static byte[] header(long seed) {
        return new Out().number(HEADER).number(VERSION).fixed64(seed).bytes();
    }

    static byte[] end() {
        return new Out().number(END).bytes();
    }

    static byte[] call(StoredNetwork.Call call) {
        Out out = new Out()
                .number(CALL)
                .blob(call.requestId())
                .principal(call.sender())
                .principal(call.canister());
        out.flag(call.effective() != null);
        if (call.effective() != null) {
            out.principal(call.effective());
        }
        UserCallContent content = call.content();
        out.text(content.method()).blob(content.argument()).fixed64(content.expiryNanos());
        callerInfo(out, content.callerInfo());
        return out.bytes();
    }

    static void callerInfo(Out out, CallerInfo info) {
        out.blob(info.data()).blob(info.signer());
    }

    static CallerInfo readCallerInfo(In in) {
        return new CallerInfo(in.blob(), in.blob());
    }

    static StoredNetwork.Call readCall(In in) {
        return new StoredNetwork.Call(
                in.blob(),
                in.principal(),
                in.principal(),
                in.flag() ? in.principal() : null,
                new UserCallContent(
                        in.text(), in.blob(), in.fixed64(), in.isAtEnd() ? CallerInfo.NONE : readCallerInfo(in)));
    }
}
