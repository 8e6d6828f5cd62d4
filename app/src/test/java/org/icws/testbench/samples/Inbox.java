package org.icws.testbench.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.icws.protocol.candid.CandidDecoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.testbench.client.ClientInbox;

/** Collects what a client of a sample canister hears. */
final class Inbox extends ClientInbox<CandidValue> {
    static final int SECONDS = ClientInbox.SECONDS;

    Inbox() {
        super(content -> CandidDecoder.decode(content).get(0));
    }

    /** The next message of one case; all others before it are passed over. */
    CandidValue.Record next(String variantCase) throws InterruptedException {
        while (true) {
            CandidValue.Variant message = next().asVariant();
            if (message.is(variantCase)) {
                return message.value().asRecord();
            }
        }
    }

    /** The next message, which must be of that case. */
    CandidValue.Record must(String variantCase) throws InterruptedException {
        CandidValue.Variant message = next().asVariant();
        assertThat(message.is(variantCase))
                .as("%s, not %s", variantCase, message)
                .isTrue();
        return message.value().asRecord();
    }
}
