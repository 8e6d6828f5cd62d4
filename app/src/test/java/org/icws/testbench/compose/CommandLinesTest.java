package org.icws.testbench.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.candid;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.icws.protocol.candid.CandidInterface;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.candid.CandidValueText;
import org.icws.sample.SampleCanister;
import org.icws.testbench.store.NameBook;
import org.junit.jupiter.api.Test;

class CommandLinesTest {

    private final FakeSender ada = new FakeSender("Ada") {
        @Override
        public URI gateway() {
            return URI.create("ws://127.0.0.1:8080");
        }

        @Override
        public URI network() {
            return URI.create("http://127.0.0.1:4943");
        }
    };

    private static String line(CommandLines commands, String tool) {
        return commands.lines().stream()
                .filter(l -> l.tool().equals(tool))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void a_message_is_a_call_whose_argument_fits_the_canisters_own_method() {
        byte[] content = candid("it's \"quoted\"");
        CommandLines commands = CommandLines.call(ada, content, T0);
        for (String tool : List.of("icp", "dfx")) {
            String line = line(commands, tool);
            assertThat(line)
                    .startsWith(tool + " canister call ")
                    .contains("http://127.0.0.1:4943", ada.canister() + " ws_message '(");
            String argument = line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\''));
            assertThat(argument).as("nothing in it ends the shell's quotes").doesNotContain("'");
            List<CandidValue> values = CandidValueText.parseArguments(
                    argument,
                    CandidInterface.parse(SampleCanister.PING_PONG.candid())
                            .methods()
                            .get("ws_message")
                            .arguments());
            CandidValue message = values.get(0).asRecord().get("msg");
            assertThat(message.asRecord().get("content").asBlob()).isEqualTo(content);
            assertThat(message.asRecord().get("sequence_num").asLong()).isEqualTo(ada.nextSequenceNumber());
            assertThat(message.asRecord()
                            .get("client_key")
                            .asRecord()
                            .get("client_nonce")
                            .asLong())
                    .isEqualTo(ada.key().nonce());
        }
        assertThat(String.join(" ", commands.limits()))
                .contains("the key of " + ada.principal(), "The gateway sees nothing of it", "ends the connection");
    }

    @Test
    void a_raw_frame_is_a_line_for_websocat_that_a_shell_reads_back() throws Exception {
        byte[] frame = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7, 0, 39};
        assertThat(run(line(CommandLines.bytes(ada, frame), "websocat"))).isEqualTo(frame);
        String text = "it's $HOME \"and\" `so` %s \\n";
        CommandLines commands = CommandLines.text(ada, text);
        assertThat(run(line(commands, "websocat"))).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(line(commands, "websocat")).contains("-t", "ws://127.0.0.1:8080");
        assertThat(commands.limits()).noneMatch(l -> l.contains("each line"));
        assertThat(CommandLines.text(ada, "two\nlines").limits()).anyMatch(l -> l.contains("each line"));
    }

    /** What the line would give to websocat. */
    private static byte[] run(String line) throws Exception {
        String before = line.substring(0, line.indexOf(" | websocat"));
        // Not every machine has xxd.
        String command = before.replace(" | xxd -r -p", "");
        Process process = new ProcessBuilder("sh", "-c", command).start();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return before.endsWith("xxd -r -p") ? HexFormat.of().parseHex(new String(out, StandardCharsets.US_ASCII)) : out;
    }

    @Test
    void a_message_of_the_proof_of_concept_has_no_command_and_says_why() {
        FakeSender poc = new FakeSender("Ben") {
            @Override
            public String protocol() {
                return "poc";
            }
        };
        CommandLines commands = CommandLines.call(poc, new byte[1], T0);
        assertThat(commands.lines()).isEmpty();
        assertThat(commands.limits().get(0)).contains("signature of its own");
    }

    @Test
    void what_cannot_be_sent_cannot_be_copied() {
        ComposeViewModel model = new ComposeViewModel(Runnable::run, () -> T0, new NameBook());
        assertThat(model.commands()).isNull();
        model.setSenders(List.of(ada));
        assertThat(model.commands().lines()).hasSize(2);
        model.kindProperty().set(Draft.Kind.BYTES);
        model.rawProperty().set("d9 d9 f");
        assertThat(model.commands()).isNull();
        model.rawProperty().set("d9 d9 f7");
        assertThat(model.commands().lines().get(0).text()).contains("d9d9f7");
    }
}
