package org.icws.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.event.GatewayEvent.SessionClosed;
import org.icws.gateway.fixture.Testbed;
import org.icws.gateway.fixture.V1Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureTest {
    private static final CaptureHeader HEADER = new CaptureHeader(CaptureHeader.CURRENT, 1, "aaaaa-aa", "00ff");

    @TempDir
    Path dir;

    static Stream<Class<?>> kinds() {
        return Stream.of(GatewayEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfEventComesBackAsItWas(Class<?> kind) {
        for (int variant = 0; variant < 3; variant++) {
            Path file = dir.resolve("capture-" + variant);
            GatewayEvent event = (GatewayEvent) SampleValues.record(kind, variant);
            write(file, List.of(event), 0);

            List<GatewayEvent> back = new ArrayList<>();
            CaptureSummary summary = CaptureReader.read(file, back::add);

            assertThat(summary).isEqualTo(new CaptureSummary(HEADER, 1, 0, 0, true));
            assertThat(back).singleElement().usingRecursiveComparison().isEqualTo(event);
            assertThat(back.get(0)).isInstanceOf(kind);
        }
    }

    @Test
    void aRunningGatewayIsCapturedToItsEnd() {
        Path file = dir.resolve("run.jsonl");
        Testbed bed = new Testbed();
        CaptureFile capture = CaptureFile.start(bed.gateway, file);
        V1Client client = bed.openClient();
        bed.canister.send(client.key(), new byte[] {42});
        assertThat(client.message().content()).containsExactly(42);
        bed.close();
        capture.close();

        List<GatewayEvent> events = new ArrayList<>();
        CaptureSummary summary = CaptureReader.read(file, events::add);

        assertThat(summary.complete()).isTrue();
        assertThat(summary.lost()).isZero();
        assertThat(summary.header().gateway()).isEqualTo(bed.gateway.principal().toString());
        assertThat(events).extracting(GatewayEvent::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(events).hasAtLeastOneElementOfType(SessionClosed.class);
        assertThat(events.stream().filter(CanisterMessage.class::isInstance).map(CanisterMessage.class::cast))
                .anySatisfy(m -> assertThat(m.appContent()).containsExactly(42));
    }

    @Test
    void whatWasLostIsNoted() {
        Path file = dir.resolve("lost");
        write(file, List.of(event(1)), 17);

        assertThat(CaptureReader.read(file, e -> {}).lost()).isEqualTo(17);
    }

    @Test
    void aCutOffFileIsReadUpToTheCut() throws IOException {
        Path whole = dir.resolve("whole");
        write(whole, List.of(event(1), event(2), event(3)), 0);
        byte[] bytes = Files.readAllBytes(whole);
        int headerEnd = Files.readString(whole).indexOf('\n') + 1;
        for (int length = headerEnd; length < bytes.length - 1; length++) {
            Path cut = Files.write(dir.resolve("cut"), java.util.Arrays.copyOf(bytes, length));
            List<GatewayEvent> events = new ArrayList<>();

            CaptureSummary summary = CaptureReader.read(cut, events::add);

            assertThat(summary.complete()).isFalse();
            assertThat(summary.events()).isEqualTo(events.size()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aNewerVersionIsNamed() throws IOException {
        Path file = dir.resolve("newer");
        write(file, List.of(), 0);
        Files.writeString(file, Files.readString(file).replace("\"version\":1", "\"version\":2"));

        assertThatThrownBy(() -> CaptureReader.read(file, e -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("format 2");
    }

    @Test
    void ofANewerVersionEverythingIsToldThatIsUnderstood() throws IOException {
        Path file = dir.resolve("newer");
        write(file, List.of(event(1), event(2), event(3)), 0);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, lines.get(0).replace("\"version\":1", "\"version\":2,\"colour\":\"red\""));
        lines.set(
                2, lines.get(2).replaceFirst("\"sequence\":2", "\"ordinal\":2")); // a field of ours is called otherwise
        lines.add(3, "{\"kind\":\"Sunrise\",\"event\":{}}");
        lines.add(4, "[]");
        Files.write(file, lines);
        List<GatewayEvent> events = new ArrayList<>();

        CaptureSummary summary = CaptureReader.read(file, events::add);

        assertThat(events).extracting(GatewayEvent::sequence).containsExactly(1L, 3L);
        assertThat(summary.header().version()).isEqualTo(2);
        assertThat(summary.unknown()).isEqualTo(3);
        assertThat(summary.complete()).isTrue();
    }

    @Test
    void unknownKindsAndFieldsAreSkipped() throws IOException {
        Path file = dir.resolve("unknown");
        write(file, List.of(event(1)), 0);
        String text = Files.readString(file).replace("\"sequence\":1", "\"color\":\"red\",\"sequence\":1");
        Files.writeString(file, text);
        Files.writeString(file, "{\"kind\":\"Sunrise\",\"event\":{}}\n", StandardOpenOption.APPEND);

        assertThat(CaptureReader.read(file, e -> {})).isEqualTo(new CaptureSummary(HEADER, 1, 0, 1, true));
    }

    @Test
    void damageInTheMiddleIsNamedByItsLine() throws IOException {
        Path file = dir.resolve("damaged");
        write(file, List.of(event(1), event(2)), 0);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).substring(0, 30));
        Files.write(file, lines);

        assertThatThrownBy(() -> CaptureReader.read(file, e -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("Line 2 of ");
    }

    @Test
    void whatIsNoCaptureIsRefused() throws IOException {
        for (String text : List.of("", "\n", "hello", "{}", "[1]", "\0\1", "{\"format\":\"pcap\"}")) {
            Path file = Files.writeString(dir.resolve("other"), text);
            assertThatThrownBy(() -> CaptureReader.read(file, e -> {}))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("not a capture");
        }
        assertThatThrownBy(() -> CaptureReader.read(dir.resolve("none"), e -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no file");
    }

    @Test
    void anExistingFileIsLeftAlone() throws IOException {
        Path file = Files.writeString(dir.resolve("precious"), "data");

        assertThatThrownBy(() -> CaptureFile.open(file, HEADER))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("data");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void onlyTheOwnerMayReadIt() throws IOException {
        Path file = dir.resolve("secret");
        write(file, List.of(), 0);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void everyKindHasItsOwnName() {
        Set<String> names = kinds().map(Class::getSimpleName).collect(Collectors.toSet());

        assertThat(names).hasSameSizeAs(GatewayEvent.class.getPermittedSubclasses());
        assertThat(names).doesNotContain(CaptureJson.HEADER, CaptureJson.LOST, CaptureJson.END);
        assertThat(names).allMatch(CaptureJson::isEvent);
    }

    private static GatewayEvent event(long number) {
        return new GatewayEvent.FrameRefused(number, 5, 1, 1008, "no", 3);
    }

    private static void write(Path file, List<GatewayEvent> events, long lost) {
        try (CaptureFile capture = CaptureFile.open(file, HEADER)) {
            capture.listener().onEvents(events, lost);
        }
    }
}
