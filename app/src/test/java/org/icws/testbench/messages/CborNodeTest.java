package org.icws.testbench.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CborNodeTest {

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void each_line_knows_its_bytes() throws Exception {
        // 55799({"a": 1, "content": h'4449444c', "list": [true, null, -3]})
        byte[] bytes = hex("d9d9f7a36161 01 67636f6e74656e74 44 4449444c 646c697374 83 f5 f6 22".replace(" ", ""));

        List<CborNode> lines = CborNode.read(bytes);

        assertThat(lines)
                .extracting(l -> "  ".repeat(l.depth()) + l.name() + l.value())
                .containsExactly(
                        "55799(",
                        "  {",
                        "    \"a\"1",
                        "    \"content\"h'4449444c'  4 B",
                        "    \"list\"[",
                        "      true",
                        "      null",
                        "      -3",
                        "    ]",
                        "  }",
                        ")");
        CborNode content = lines.get(3);
        assertThat(Arrays.copyOfRange(bytes, content.dataFrom(), content.to())).isEqualTo(hex("4449444c"));
        assertThat(lines.get(0).to()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1", "a16161", "44aa", "ff", "1c", "5f41", "9b7fffffffffffffff", "c1"})
    void what_is_cut_off_or_no_cbor_is_refused(String bytes) {
        assertThatThrownBy(() -> CborNode.read(hex(bytes))).isInstanceOf(CborNode.BrokenException.class);
    }

    @Test
    void deep_nesting_is_refused_before_it_hurts() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x81);
        assertThatThrownBy(() -> CborNode.read(deep)).hasMessageContaining("too deep");
    }
}
