package org.icws.replica.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    private static final int PART_BYTES = 16;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("records");
    }

    /** A record with numbers, flags and values across the borders of parts. */
    private static void writeLong(Out out) {
        out.number(1);
        for (int i = 0; i < 10; i++) {
            out.number(300 + i).blob(new byte[i]).fixed64(-i).flag(i % 2 == 0);
        }
        out.blob(pattern(100));
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    private static void assertLong(In in) {
        assertThat(in.number()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            assertThat(in.number()).isEqualTo(300 + i);
            assertThat(in.blob()).hasSize(i);
            assertThat(in.fixed64()).isEqualTo(-i);
            assertThat(in.flag()).isEqualTo(i % 2 == 0);
        }
        assertThat(in.isAtEnd()).isFalse();
        assertThat(in.blob()).isEqualTo(pattern(100));
        assertThat(in.isAtEnd()).isTrue();
        assertThatThrownBy(in::flag).isInstanceOf(DamagedStateException.class);
    }

    /** A short record, a long one, a short one. */
    private byte[] threeRecords() throws IOException {
        try (RecordFile records = RecordFile.create(file, PART_BYTES)) {
            records.append(new byte[] {2, 2});
            records.append(RecordFileTest::writeLong);
            records.append(new byte[] {3});
        }
        return Files.readAllBytes(file);
    }

    /** What each record begins with. */
    private List<Long> kinds() throws IOException {
        List<Long> kinds = new ArrayList<>();
        RecordReader.read(file, in -> kinds.add(in.number()));
        return kinds;
    }

    @Test
    void aLongRecordIsWrittenInPartsAndReadAsOne() throws IOException {
        byte[] content = threeRecords();
        assertThat(content.length).isGreaterThan(20 * RecordFile.HEADER_BYTES);
        List<Integer> seen = new ArrayList<>();
        RecordReader.read(file, in -> {
            if (seen.size() == 1) {
                assertLong(in);
            }
            seen.add(seen.size());
        });
        assertThat(seen).hasSize(3);
    }

    @Test
    void whoeverReadsOnlyTheBeginningOfALongRecordGetsTheNextOneAllTheSame() throws IOException {
        threeRecords();
        assertThat(kinds()).containsExactly(2L, 1L, 3L);
    }

    @Test
    void aLongRecordThatIsCutShortAnywhereDoesNotCountAndNobodySeesItsBeginning() throws IOException {
        byte[] content = threeRecords();
        int start = RecordFile.HEADER_BYTES + 2;
        int end = content.length - RecordFile.HEADER_BYTES - 1;
        for (int length = start; length < end; length++) {
            Files.write(file, Arrays.copyOf(content, length));
            assertThat(kinds()).as("cut to " + length).containsExactly(2L);
        }
        Files.write(file, Arrays.copyOf(content, end));
        assertThat(kinds()).containsExactly(2L, 1L);
    }

    @Test
    void aLongRecordWithDamageAnywhereIsRefusedBeforeAnybodySeesItsBeginning() throws IOException {
        byte[] content = threeRecords();
        for (int place = RecordFile.HEADER_BYTES + 2; place < content.length - RecordFile.HEADER_BYTES - 1; place++) {
            byte[] damaged = content.clone();
            damaged[place] ^= 0x40;
            Files.write(file, damaged);
            List<Long> seen = new ArrayList<>();
            assertThatThrownBy(() -> RecordReader.read(file, in -> seen.add(in.number())))
                    .as("damaged at " + place)
                    .isInstanceOf(DamagedStateException.class)
                    .hasMessageContaining("the file records is damaged");
            assertThat(seen).as("damaged at " + place).containsExactly(2L);
        }
    }

    @Test
    void aLongRecordWithoutItsLastPartIsDamageWhenSomethingFollows() throws IOException {
        byte[] content = threeRecords();
        int last = RecordFile.HEADER_BYTES + 1;
        int firstPart = RecordFile.HEADER_BYTES + 2;
        int partLength = RecordFile.HEADER_BYTES + 1 + PART_BYTES;
        byte[] without = Arrays.copyOf(content, firstPart + partLength + last);
        System.arraycopy(content, content.length - last, without, firstPart + partLength, last);
        Files.write(file, without);
        assertThatThrownBy(this::kinds).isInstanceOf(DamagedStateException.class);
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheOthersReadable() throws IOException {
        RecordFile records = RecordFile.create(file);
        records.append(new byte[] {1});
        records.append(new byte[] {2, 2});
        records.close();
        assertThatThrownBy(() -> records.append(new byte[] {3})).isInstanceOf(IOException.class);
        assertThat(kinds()).containsExactly(1L, 2L);
    }

    @Test
    void aLongRecordThatFailsHalfWayIsTakenBack() throws IOException {
        try (RecordFile records = RecordFile.create(file, PART_BYTES)) {
            records.append(new byte[] {1});
            long before = records.size();
            assertThatThrownBy(() -> records.append(out -> {
                        writeLong(out);
                        throw new IllegalStateException("half way");
                    }))
                    .hasMessage("half way");
            assertThat(records.size()).isEqualTo(before).isEqualTo(Files.size(file));
            records.append(new byte[] {2});
        }
        assertThat(kinds()).containsExactly(1L, 2L);
    }
}
