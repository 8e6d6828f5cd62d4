package org.icws.testbench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.ic4j.types.Principal;
import org.icws.gateway.Subscription;
import org.icws.gateway.event.GatewayEvent.CanisterMessage;
import org.icws.gateway.trust.Verdict;
import org.icws.sample.SampleCanister;
import org.icws.testbench.BesideTheWindow;
import org.icws.testbench.interop.SdkClient.Closed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The unmodified JavaScript SDK with the sample canisters that stand on the project's own canister side of the protocol. It checks
 * every certificate and tells of any that fails as an error, which none of these tests expects.
 */
@BesideTheWindow
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SdkSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private static SdkProcess sdk;
    private static InteropNetwork network;

    private final List<CanisterMessage> relayed = new CopyOnWriteArrayList<>();
    private Subscription subscription;

    /** Before each test, so that without Node each one is reported as skipped. */
    @BeforeEach
    void start() {
        if (sdk == null) {
            sdk = SdkProcess.start();
            network = InteropNetwork.start();
        }
        subscription = network.gateway()
                .subscribe((batch, lost) -> batch.forEach(event -> {
                    if (event instanceof CanisterMessage message) {
                        relayed.add(message);
                    }
                }));
    }

    @AfterEach
    void allWasProven() {
        if (subscription == null) {
            return; // skipped
        }
        subscription.close();
        assertThat(relayed).isNotEmpty().allMatch(message -> message.proof().verdict() == Verdict.VERIFIED);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
        if (sdk != null) {
            sdk.close();
        }
    }

    private static SdkClient open(SampleCanister sample) {
        Principal canister = network.replica().createCanister(List.of());
        network.replica().install(canister, sample.wasm(), NO_ARGUMENT);
        SdkClient client = sdk.open(
                sample.canisterName(),
                network.gateway().url().toString(),
                network.replica().url().toString(),
                canister.toString(),
                sample.canisterName());
        client.awaitOpen();
        return client;
    }

    private static void say(SdkClient client, String json) throws JsonProcessingException {
        client.say(JSON.readTree(json));
    }

    private static void closesCleanly(SdkClient client) {
        client.close();
        Closed closed = client.awaitClosed();
        assertThat(closed.code()).isEqualTo(1000);
        assertThat(closed.clean()).isTrue();
    }

    @Test
    void theSdkSubscribesToExchangeRatesAndIsToldWhatIsRefused() throws Exception {
        SdkClient client = open(SampleCanister.EXCHANGE_RATES);
        JsonNode welcome = client.awaitCase("Welcome");
        String pair = welcome.path("pairs").path(0).asText();
        assertThat(welcome.path("source").has("Simulated")).isTrue();

        say(client, "{\"Subscribe\":{\"pairs\":[\"nonsense\"]}}");
        assertThat(client.awaitCase("Refused").path("reason").asText()).contains("there is no pair nonsense");

        say(client, "{\"Subscribe\":{\"pairs\":[\"" + pair + "\"]}}");
        client.awaitCase("Snapshot");
        for (int i = 0; i < 3; i++) {
            JsonNode rates = client.awaitCase("Ticks").path("rates");
            assertThat(rates.findValuesAsText("pair")).containsOnly(pair);
            assertThat(rates.path(0).path("price").asDouble()).isPositive();
        }
        say(client, "{\"Unsubscribe\":{\"pairs\":[]}}");
        say(client, "{\"Unsubscribe\":{\"pairs\":[\"nonsense\"]}}");
        client.awaitLater("Refused");
        closesCleanly(client);
    }

    @Test
    void theSdkEditsTheSharedDocumentAndIsToldWhatIsRefused() throws Exception {
        SdkClient client = open(SampleCanister.SHARED_DOCUMENT);
        assertThat(client.awaitCase("Document").path("text").asText()).isEmpty();

        say(client, "{\"Edit\":{\"base\":\"7n\",\"operation\":[]}}");
        assertThat(client.awaitCase("Refused").path("reason").asText()).contains("no version 7 yet");

        say(client, "{\"Edit\":{\"base\":\"0n\",\"operation\":[{\"Insert\":\"grüße\"}]}}");
        JsonNode applied = client.awaitCase("Applied");
        assertThat(applied.path("version").asText()).isEqualTo("1n");
        assertThat(applied.path("operation").path(0).path("Insert").asText()).isEqualTo("grüße");
        say(client, "{\"Reload\":null}");
        assertThat(client.awaitCase("Document").path("text").asText()).isEqualTo("grüße");
        closesCleanly(client);
    }

    @Test
    void theSdkCommentsInARoomAndIsToldWhatIsRefused() throws Exception {
        SdkClient client = open(SampleCanister.LIVE_COMMENTS);
        say(client, "{\"Post\":{\"room\":\"lobby\",\"text\":\"too early\"}}");
        assertThat(client.awaitCase("Refused").path("reason").asText()).contains("send Join first");

        say(client, "{\"Join\":{\"room\":\"lobby\"}}");
        assertThat(client.awaitCase("Room").path("people").asInt()).isEqualTo(1);
        say(client, "{\"Post\":{\"room\":\"lobby\",\"text\":\"hello\"}}");
        JsonNode comment = client.awaitCase("Posted").path("comment");
        assertThat(comment.path("text").asText()).isEqualTo("hello");
        say(
                client,
                "{\"Edit\":{\"room\":\"lobby\",\"id\":\"" + comment.path("id").asText() + "\",\"text\":\"hi\"}}");
        assertThat(client.awaitCase("Edited").path("text").asText()).isEqualTo("hi");
        closesCleanly(client);
    }
}
