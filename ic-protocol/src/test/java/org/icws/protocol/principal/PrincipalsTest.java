package org.icws.protocol.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalsTest {

    @ParameterizedTest
    @CsvSource({
        "0, rwlgt-iiaaa-aaaaa-aaaaa-cai",
        "2, ryjl3-tyaaa-aaaaa-aaaba-cai",
        "100000, 5v3p4-iyaaa-aaaaa-qaaaa-cai",
        "8000000000100000, bnz7o-iuaaa-aaaaa-qaaaa-cai",
        "ffffffffffffffff, 37pka-5h777-77777-7777q-cai"
    })
    void canisterIdsAreCountersWithAKnownText(String hexCounter, String text) {
        Principal canister = Principals.canisterId(Long.parseUnsignedLong(hexCounter, 16));
        assertThat(canister).hasToString(text).isEqualTo(Principals.parse(text));
    }

    @Test
    void specialPrincipalsHaveTheirTexts() {
        assertThat(Principals.MANAGEMENT).hasToString("aaaaa-aa").isEqualTo(Principals.of(new byte[0]));
        assertThat(Principals.ANONYMOUS).hasToString("2vxsx-fae").isEqualTo(Principals.parse("2vxsx-fae"));
        assertThat(Principals.of(Vectors.hex("abcd01"))).hasToString("em77e-bvlzu-aq");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "aaaaa",
                "rwlgtiiaaaaaaaaaaaaacai",
                "RWLGT-IIAAA-AAAAA-AAAAA-CAI",
                "rwlgt-iiaaa-aaaaa-aaaaa-caj",
                "rwlgt-iiaaa-aaaaa-aaaaa-cai-",
                " rwlgt-iiaaa-aaaaa-aaaaa-cai",
                "rwlgt-iiaaa-aaaaa-aaaaa-ca!",
                "not a principal at all, but a text of more than sixty-three characters"
            })
    void onlyCanonicalTextIsAPrincipal(String text) {
        assertThatThrownBy(() -> Principals.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> Principals.parse(null)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Principals.of(null)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void thirtyBytesAreTooMany() {
        assertThat(Principals.of(new byte[29]).getValue()).hasSize(29);
        assertThatThrownBy(() -> Principals.of(new byte[30]))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("29");
    }

    @Test
    void anErrorOfTheLibraryBecomesAnException() {
        assertThatThrownBy(() -> Principals.of(new byte[] {1, 2, 4})).isInstanceOf(ProtocolException.class);
    }

    @Test
    void changingTheArrayAfterwardsDoesNotChangeThePrincipal() {
        byte[] bytes = {1, 2, 3};
        Principal principal = Principals.of(bytes);
        bytes[0] = 9;
        assertThat(principal).isEqualTo(Principals.of(new byte[] {1, 2, 3}));
    }

    @Test
    void shortFormKeepsBothEnds() {
        assertThat(Principals.shorten(Principals.canisterId(0))).isEqualTo("rwlgt…cai");
        assertThat(Principals.shorten(Principals.MANAGEMENT)).isEqualTo("aaaaa-aa");
    }
}
