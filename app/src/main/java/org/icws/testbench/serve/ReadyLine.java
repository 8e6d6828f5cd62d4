package org.icws.testbench.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.ic4j.types.Principal;

/**
 * What {@code serve} prints once everything is up, for the program that started it.
 *
 * @param gateway where clients connect, {@code ws://…}
 * @param replica where the network answers, {@code http(s)://…}
 * @param rootKeyHex the network's root key, DER, in hexadecimal digits
 * @param gatewayPrincipal the principal that canisters know the gateway by
 * @param canisters id of each installed canister by name
 */
record ReadyLine(
        URI gateway, URI replica, String rootKeyHex, Principal gatewayPrincipal, Map<String, Principal> canisters) {

    private static final JsonFactory JSON = new JsonFactory();

    /** One line of JSON, without its end of line. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("event", "ready");
            json.writeStringField("gateway", gateway.toString());
            json.writeStringField("replica", replica.toString());
            json.writeStringField("rootKey", rootKeyHex);
            json.writeStringField("gatewayPrincipal", gatewayPrincipal.toString());
            json.writeObjectFieldStart("canisters");
            for (Map.Entry<String, Principal> canister : canisters.entrySet()) {
                json.writeStringField(canister.getKey(), canister.getValue().toString());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string writer does not fail.", e);
        }
        return text.toString();
    }
}
