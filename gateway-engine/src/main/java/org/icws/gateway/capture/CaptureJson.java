package org.icws.gateway.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.gateway.event.GatewayEvent;
import org.icws.gateway.protocol.v1.ClientKey;
import org.icws.protocol.principal.Principals;

/** The lines of a capture file. The events' own records say how they look, so that a new kind needs nothing here. */
final class CaptureJson {
    static final String FORMAT = "icws-capture";
    static final String HEADER = "header";
    static final String LOST = "lost";
    static final String END = "end";
    static final String NOTE = "note";
    static final String NAME = "name";

    /** Two frames of the largest size in base64, and more than that for the rest. */
    private static final int MAX_TEXT = 64 << 20;

    static final ObjectMapper MAPPER = mapper();

    private static final Map<String, Class<?>> KINDS = Stream.of(GatewayEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private CaptureJson() {}

    /** A line with an event. */
    record EventLine(String kind, GatewayEvent event) {}

    /** The first line. */
    record HeaderLine(String kind, String format, CaptureHeader header) {}

    /** A line that tells of lost events. */
    record LostLine(String kind, long events) {}

    /** A line with a person's note. */
    record NoteLine(String kind, CaptureNote note) {}

    /** A line with a name that people gave. */
    record NameLine(String kind, String principal, String name) {}

    /** The last line. */
    record EndLine(String kind, long events, long lost) {}

    static EventLine line(GatewayEvent event) {
        return new EventLine(event.getClass().getSimpleName(), event);
    }

    static boolean isEvent(String kind) {
        return KINDS.containsKey(kind);
    }

    /** @param whole whether it has to have every field that this version knows */
    static GatewayEvent event(String kind, JsonNode fields, boolean whole) throws IOException {
        ObjectReader reader =
                whole ? MAPPER.reader(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES) : MAPPER.reader();
        return (GatewayEvent) reader.treeToValue(fields, KINDS.get(kind));
    }

    private static ObjectMapper mapper() {
        SimpleModule types = new SimpleModule()
                .addSerializer(ClientKey.class, new ClientKeyWriter())
                .addDeserializer(ClientKey.class, new ClientKeyReader());
        ObjectMapper mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .addModule(types)
                .addMixIn(Principal.class, PrincipalText.class)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_TEXT)
                        .build());
        return mapper;
    }

    /** The principal's own class prescribes a form that it cannot read back itself. */
    @JsonSerialize(using = PrincipalWriter.class)
    @JsonDeserialize(using = PrincipalReader.class)
    private static final class PrincipalText {}

    private static final class PrincipalWriter extends JsonSerializer<Principal> {
        @Override
        public void serialize(Principal principal, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(principal.toString());
        }
    }

    private static final class PrincipalReader extends JsonDeserializer<Principal> {
        @Override
        public Principal deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Principals.parse(json.getText());
        }
    }

    private static final class ClientKeyWriter extends JsonSerializer<ClientKey> {
        @Override
        public void serialize(ClientKey key, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            json.writeStringField("principal", key.principal().toString());
            json.writeStringField("nonce", Long.toUnsignedString(key.nonce()));
            json.writeEndObject();
        }
    }

    private static final class ClientKeyReader extends JsonDeserializer<ClientKey> {
        @Override
        public ClientKey deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode fields = json.readValueAsTree();
            return new ClientKey(
                    Principals.parse(fields.path("principal").asText()),
                    Long.parseUnsignedLong(fields.path("nonce").asText()));
        }
    }
}
