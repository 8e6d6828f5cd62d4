package org.icws.replica.persistence;

/** The kinds of records. Stateless. */
final class Records {
    /** The format this program writes. */
    static final int VERSION = 2;

    static final int HEADER = 1;
    static final int CANISTER = 2;
    static final int CALL = 3;
    static final int ROUND = 4;
    static final int END = 5;

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
        return out.text(call.method())
                .blob(call.argument())
                .fixed64(call.expiryNanos())
                .bytes();
    }

    static StoredNetwork.Call readCall(In in) {
        return new StoredNetwork.Call(
                in.blob(),
                in.principal(),
                in.principal(),
                in.flag() ? in.principal() : null,
                in.text(),
                in.blob(),
                in.fixed64());
    }
}
