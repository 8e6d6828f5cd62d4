package org.icws.testbench.settings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.icws.testbench.files.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings as a JSON file of the data directory. Thread-safe: it has no state. */
public final class SettingsFile {

    /** Name of the file in the data directory. */
    public static final String NAME = "settings.json";

    private static final String FASTEST = "pollMillis";
    private static final String SLOWEST = "slowestPollMillis";
    private static final String SLOWEST_EMBEDDED = "slowestPollEmbeddedMillis";
    private static final int EARLIER_DEFAULT = 100;
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;

    public SettingsFile(Path dataDirectory) {
        file = dataDirectory.resolve(NAME);
    }

    public Path path() {
        return file;
    }

    /** What the file says; the defaults if there is none. A file that cannot be read is put aside, not overwritten. */
    public Settings read() {
        if (!Files.exists(file)) {
            return Settings.DEFAULTS;
        }
        try {
            // What the file does not name keeps its default, so that a new setting needs no migration.
            ObjectNode all = MAPPER.valueToTree(Settings.DEFAULTS);
            JsonNode written = MAPPER.readTree(Files.readAllBytes(file));
            written.fields().forEachRemaining(f -> all.set(f.getKey(), f.getValue()));
            keepPollingOfEarlierVersion(written, all);
            return MAPPER.treeToValue(all, Settings.class);
        } catch (IOException | RuntimeException e) {
            Path aside = file.resolveSibling(NAME + ".unreadable");
            LOG.warn(
                    "The settings in {} cannot be read ({}). The defaults are used; the file is kept as {}.",
                    file,
                    e.getMessage(),
                    aside.getFileName());
            putAside(aside);
            return Settings.DEFAULTS;
        }
    }

    /**
     * Earlier versions had one pause for silent canisters of any network, and wrote their defaults, 100 ms always, into the file
     * together with what was chosen. Those two numbers say that nothing was chosen; any others hold for every network.
     */
    private static void keepPollingOfEarlierVersion(JsonNode written, ObjectNode all) {
        if (written.has(SLOWEST_EMBEDDED) || !written.has(FASTEST) && !written.has(SLOWEST)) {
            return;
        }
        int fastest = written.path(FASTEST).asInt(EARLIER_DEFAULT);
        int slowest = written.path(SLOWEST).asInt(EARLIER_DEFAULT);
        if (fastest == EARLIER_DEFAULT && slowest == EARLIER_DEFAULT) {
            slowest = Settings.DEFAULTS.slowestPollMillis();
            all.put(SLOWEST_EMBEDDED, Settings.DEFAULTS.slowestPollEmbeddedMillis());
        } else {
            all.put(SLOWEST_EMBEDDED, slowest);
        }
        all.put(FASTEST, fastest);
        all.put(SLOWEST, slowest);
    }

    private void putAside(Path aside) {
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be renamed: {}", file, e.getMessage());
        }
    }

    /** Replaces the file in one step, so that a crash leaves either the old or the new one. */
    public void write(Settings settings) throws IOException {
        OwnerOnly.createDirectories(file.getParent());
        Path fresh = OwnerOnly.createTemporary(file.getParent(), "settings");
        try {
            Files.write(fresh, MAPPER.writeValueAsBytes(settings));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
