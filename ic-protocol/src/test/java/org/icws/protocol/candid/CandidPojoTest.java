package org.icws.protocol.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.ic4j.candid.annotations.Field;
import org.ic4j.candid.annotations.Name;
import org.ic4j.candid.types.Type;
import org.junit.jupiter.api.Test;

class CandidPojoTest {

    /** A type as an application would declare it. */
    public static final class Tick {
        @Field(Type.TEXT)
        @Name("pair")
        public String symbol;

        @Field(Type.NAT64)
        public Long time;
    }

    @Test
    void fields_keep_their_candid_types_and_names() {
        Tick tick = new Tick();
        tick.symbol = "ICP/USD";
        tick.time = 1_700_000_000_000_000_000L;

        CandidValue.Record decoded =
                CandidDecoder.decode(CandidPojo.encode(tick)).get(0).asRecord();

        assertThat(decoded.get("pair").asText()).isEqualTo("ICP/USD");
        assertThat(decoded.get("time").asLong()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(CandidPojo.encode(tick))
                .isEqualTo(CandidEncoder.encode(CandidValue.record(
                        "pair", CandidValue.text("ICP/USD"), "time", CandidValue.nat64(1_700_000_000_000_000_000L))));
    }

    @Test
    void a_value_that_does_not_fit_its_declared_type_is_refused_in_this_modules_words() {
        Object wrong = new Object() {
            @Field(Type.NAT64)
            public String time = "not a number";
        };

        assertThatExceptionOfType(CandidException.class)
                .isThrownBy(() -> CandidPojo.encode(wrong))
                .withMessageContaining("cannot be written as Candid");
    }
}
