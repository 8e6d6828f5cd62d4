package org.icws.testbench.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icws.testbench.store.TestEvents.CANISTER;
import static org.icws.testbench.store.TestEvents.T0;
import static org.icws.testbench.store.TestEvents.client;
import static org.icws.testbench.store.TestEvents.frame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.icws.gateway.capture.CaptureException;
import org.icws.gateway.capture.CaptureHeader;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.MessagesView;
import org.icws.testbench.messages.MessagesViewModel;
import org.icws.testbench.store.NameBook;
import org.icws.testbench.store.PayloadStore;
import org.icws.testbench.store.TestEvents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFilesTest {

    private static final int PAIRS = 40;

    private final TestEvents make = new TestEvents();
    private final NameBook names = new NameBook();
    private final MessagesViewModel live = new MessagesViewModel(names, 1_000);
    private final ClientKey ada = client("ada");

    @TempDir
    private Path dir;

    @BeforeEach
    void talk() {
        names.put(ada.principal(), "Ada");
        names.put(CANISTER, "ping_pong");
        for (int i = 1; i <= PAIRS; i++) {
            long at = T0 + i * TestEvents.SECOND;
            GatewayEvent poll = new GatewayEvent.PollCompleted(
                    9_000 + i, at + 80, CANISTER, i, 1, true, 2_000_000, new byte[] {1, 2}, new byte[] {3, 4});
            live.onFrame(frame(
                    at,
                    List.of(
                            make.up(at, ada, i, "hello " + i),
                            make.call(at + 50, ada, i, 50_000_000),
                            poll,
                            make.down(at + 2_000_070, ada, i, "hello, \"" + i + "\"", Verdict.VERIFIED))));
        }
        live.togglePin(live.rows().get(0));
        live.comment(live.rows().get(3), "odd one");
    }

    private SessionFiles.Extras extras() {
        return new SessionFiles.Extras(
                new CaptureHeader(
                        CaptureHeader.CURRENT, T0, client("gateway").principal().toString(), "308182abcdef0123"),
                SessionFiles.notes(live.rows()),
                names.given());
    }

    private RecordedSession open(Path file) {
        return RecordedSession.read(file, 1_000, new PayloadStore(1 << 20, null), Runnable::run, Runnable::run);
    }

    private Path saved() throws IOException {
        Path file = dir.resolve("demo.icws.jsonl");
        SessionFiles.save(file, live.payloads(), extras());
        return file;
    }

    @Test
    void a_saved_session_opens_as_it_was() throws IOException {
        RecordedSession session = open(saved());

        List<MessageRow> rows = session.messages().rows();
        assertThat(rows)
                .extracting(MessageRow::preview)
                .isEqualTo(live.rows().stream().map(MessageRow::preview).toList());
        assertThat(rows.get(0).client()).isEqualTo("Ada");
        assertThat(rows.get(0).callNanos()).isEqualTo(50_000_000);
        assertThat(rows.get(0).note().pinned()).isTrue();
        assertThat(rows.get(3).note().comment()).isEqualTo("odd one");
        assertThat(rows.get(1).page().tree()).isEqualTo(new byte[] {3, 4});
        assertThat(session.notice()).isEmpty();
        assertThat(session.signatures().summaryProperty().get().verdict()).isEqualTo("All 80 messages verified");
        assertThat(session.latency().stateProperty().get().polls().count()).isEqualTo(PAIRS);
    }

    @Test
    void a_file_cut_in_the_middle_shows_what_is_whole_and_says_so() throws IOException {
        Path file = saved();
        byte[] all = Files.readAllBytes(file);
        Path cut = dir.resolve("cut.icws.jsonl");
        Files.write(cut, java.util.Arrays.copyOf(all, all.length / 2));

        RecordedSession session = open(cut);

        assertThat(session.messages().rows()).hasSizeBetween(20, 60);
        assertThat(session.notice()).contains("ends in the middle");
    }

    @Test
    void a_damaged_line_shows_what_comes_before_it() throws IOException {
        Path file = saved();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(60, "{ this is no JSON");
        Files.write(file, lines);

        RecordedSession session = open(file);

        assertThat(session.messages().rows()).isNotEmpty();
        assertThat(session.notice()).contains("damaged").contains("Line 61");
    }

    @Test
    void a_newer_file_of_which_nothing_is_understood_and_a_foreign_one_are_refused_in_words() throws IOException {
        Path newer = dir.resolve("newer.icws.jsonl");
        Files.writeString(newer, "{\"kind\":\"header\",\"format\":\"icws-capture\",\"header\":{\"version\":99}}\n");
        assertThatThrownBy(() -> open(newer))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("newer version");
        Path foreign = Files.writeString(dir.resolve("x.jsonl"), "hello\n");
        assertThatThrownBy(() -> open(foreign)).hasMessageContaining("not a capture");
        assertThatThrownBy(() -> open(dir.resolve("none"))).hasMessageContaining("There is no file");
    }

    @Test
    void of_a_file_of_a_newer_version_what_is_understood_is_shown_and_said() throws IOException {
        Path file = dir.resolve("of-tomorrow.icws.jsonl");
        SessionFiles.saveRows(file, List.copyOf(live.rows()), live.sessions(), extras());
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, lines.get(0).replaceFirst("\"version\":\\d+", "\"version\":99"));
        lines.add(1, "{\"kind\":\"Eclipse\",\"event\":{}}");
        Files.write(file, lines);

        RecordedSession session = open(file);

        assertThat(session.messages().rows()).hasSameSizeAs(live.rows());
        assertThat(session.notice())
                .contains("newer version of this program")
                .contains("format 99")
                .contains("1 line of a kind this version does not know");
    }

    @Test
    void only_the_rows_shown_are_exported_with_the_polls_that_brought_them() throws IOException {
        live.filterProperty().set("~dir down & ~seq 3..5");
        Path file = dir.resolve("part.icws.jsonl");

        SessionFiles.saveRows(file, List.copyOf(live.shown()), live.sessions(), extras());

        RecordedSession session = open(file);
        assertThat(session.messages().rows())
                .extracting(MessageRow::sequenceNumber)
                .containsExactly(3L, 4L, 5L);
        assertThat(session.messages().rows().get(0).page()).isNotNull();
    }

    @Test
    void an_http_archive_has_the_layout_of_chrome() throws IOException {
        Path file = dir.resolve("x.har");

        SessionFiles.har(file, live.rows(), live.sessions(), "ws://127.0.0.1:8080");

        JsonNode entry = new ObjectMapper()
                .readTree(file.toFile())
                .path("log")
                .path("entries")
                .get(0);
        assertThat(entry.path("request").path("url").asText()).isEqualTo("ws://127.0.0.1:8080");
        assertThat(entry.path("_webSocketMessages")).hasSize(2 * PAIRS);
        JsonNode first = entry.path("_webSocketMessages").get(0);
        assertThat(first.path("type").asText()).isEqualTo("send");
        assertThat(first.path("opcode").asInt()).isEqualTo(2);
        assertThat(first.path("time").asDouble()).isEqualTo((T0 + TestEvents.SECOND) / 1e9);
        assertThat(first.path("data").binaryValue()).hasSize(400);
    }

    @Test
    void a_comment_goes_into_every_export() throws IOException {
        MessageRow row = live.rows().get(1);
        live.comment(row, "look, here");
        Path lines = dir.resolve("x.jsonl");
        SessionFiles.saveRows(lines, List.of(row), live.sessions(), extras());
        assertThat(open(lines).messages().rows())
                .singleElement()
                .satisfies(read -> assertThat(read.note().comment()).isEqualTo("look, here"));

        Path har = dir.resolve("x.har");
        SessionFiles.har(har, live.rows(), live.sessions(), "ws://127.0.0.1:8080");
        JsonNode messages = new ObjectMapper().readTree(har.toFile()).at("/log/entries/0/_webSocketMessages");
        assertThat(messages.get(0).has("comment")).isFalse();
        assertThat(messages.get(1).path("comment").asText()).isEqualTo("look, here");

        Path csv = dir.resolve("x.csv");
        SessionFiles.csv(
                csv, new MessagesView.Sheet(List.of("Seq"), live.rows().subList(0, 2), (column, r) -> r.seq()));
        assertThat(Files.readAllLines(csv)).containsExactly("Seq,Note", "1,", "1,\"look, here\"");
    }

    @Test
    void a_table_is_written_with_its_quotes_doubled_and_formulas_disarmed() throws IOException {
        Path file = dir.resolve("x.csv");
        MessagesView.Sheet sheet = new MessagesView.Sheet(
                List.of("Seq", "Preview", "Note"),
                live.rows().subList(1, 2),
                (column, row) -> column.equals("Seq") ? row.seq() : column.equals("Preview") ? row.preview() : "=1+1");

        SessionFiles.csv(file, sheet);

        assertThat(Files.readAllLines(file)).containsExactly("Seq,Preview,Note", "1,\"“hello, \"\"1\"\"”\",'=1+1");
    }

    @Test
    void a_file_that_cannot_be_written_leaves_what_was_there() throws IOException {
        Path file = Files.writeString(dir.resolve("mine.txt"), "precious");
        assertThatThrownBy(() -> SessionFiles.content(file.resolve("below"), new byte[] {1}))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("precious");
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatever_the_format_only_the_owner_may_read_what_was_captured() throws IOException {
        assumeTrue(dir.getFileSystem().supportedFileAttributeViews().contains("posix"));
        List<MessageRow> rows = live.rows();
        SessionFiles.save(dir.resolve("session"), live.payloads(), extras());
        SessionFiles.saveRows(dir.resolve("lines"), rows, live.sessions(), extras());
        SessionFiles.har(dir.resolve("har"), rows, live.sessions(), "ws://localhost:8080");
        SessionFiles.csv(dir.resolve("csv"), new MessagesView.Sheet(List.of("Preview"), rows, (c, r) -> r.preview()));
        SessionFiles.content(dir.resolve("content"), new byte[] {1});
        Path open = Files.writeString(dir.resolve("open to all before"), "old");
        SessionFiles.content(open, new byte[] {1});

        try (Stream<Path> all = Files.list(dir)) {
            assertThat(all).hasSize(6).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .as("%s", file)
                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void saving_twice_replaces_the_file_and_leaves_nothing_else() throws IOException {
        saved();
        Path file = saved();
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void messages_of_the_proof_of_concept_are_called_that_in_every_export() throws IOException {
        live.onFrame(frame(T0, List.of(new GatewayEvent.SessionOpened(8_000, T0, 1, "poc", "127.0.0.1:50000"))));
        Path har = dir.resolve("poc.har");
        SessionFiles.har(har, live.rows(), live.sessions(), "ws://127.0.0.1:8080");
        JsonNode entry = new ObjectMapper()
                .readTree(har.toFile())
                .path("log")
                .path("entries")
                .get(0);
        assertThat(entry.path("_icWebSocketProtocol").asText()).isEqualTo("poc");
        assertThat(entry.path("comment").asText()).contains("proof of concept (PoC)");
        assertThat(entry.path("request").path("url").asText()).isEqualTo("ws://127.0.0.1:8080/poc");

        Path lines = dir.resolve("poc.icws.jsonl");
        SessionFiles.saveRows(lines, List.copyOf(live.shown().subList(4, 8)), live.sessions(), extras());
        assertThat(Files.readString(lines)).contains("\"poc\"");
        RecordedSession session = open(lines);
        assertThat(session.messages().rows()).hasSize(4);
        assertThat(session.messages().sessions().protocol(1).name()).isEqualTo("poc");
    }
}
