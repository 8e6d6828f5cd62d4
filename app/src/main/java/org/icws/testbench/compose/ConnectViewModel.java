package org.icws.testbench.compose;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/** A connection that a person describes: what does not fit is named under its field. FX thread only. */
public final class ConnectViewModel {

    /** The most connections that are opened at once. */
    public static final int MOST = 100;

    /** The fields, as they are named in {@link #problems()}. */
    public enum Field {
        GATEWAY,
        NETWORK,
        CANISTER,
        PEM,
        COUNT
    }

    private final Supplier<Connector> connector;
    private final Executor fxThread;
    private final Connecting connecting;
    private final StringProperty gateway = new SimpleStringProperty(this, "gateway", "");
    private final StringProperty network = new SimpleStringProperty(this, "network", "");
    private final StringProperty canister = new SimpleStringProperty(this, "canister", "");
    private final StringProperty pem = new SimpleStringProperty(this, "pem", "");
    private final StringProperty count = new SimpleStringProperty(this, "count", "1");
    private final BooleanProperty proofOfConcept = new SimpleBooleanProperty(this, "proofOfConcept");
    private final BooleanProperty imported = new SimpleBooleanProperty(this, "imported");
    private final ObservableMap<Field, String> problems = FXCollections.observableMap(new LinkedHashMap<>());
    private final ObservableList<String> canisters = FXCollections.observableArrayList();
    private Connector.Defaults defaults;

    /** @param opened told of the new clients, and whether somebody watched and got all that was asked for */
    public ConnectViewModel(
            Supplier<Connector> connector, Executor fxThread, BiConsumer<List<TestSender>, Boolean> opened) {
        this.connector = connector;
        this.fxThread = fxThread;
        this.connecting = new Connecting(fxThread, opened);
        proofOfConcept.addListener((o, old, now) -> suggestCanister());
        // What failed, or did not fit, was something else than what is described now.
        Map.of(
                        gateway,
                        Field.GATEWAY,
                        network,
                        Field.NETWORK,
                        canister,
                        Field.CANISTER,
                        pem,
                        Field.PEM,
                        count,
                        Field.COUNT)
                .forEach((text, field) -> text.addListener(o -> {
                    connecting.forget();
                    problems.remove(field);
                }));
        List.of(proofOfConcept, imported).forEach(choice -> choice.addListener(o -> connecting.forget()));
    }

    /** Fills in what is known; keeps what a person typed before. */
    public void open() {
        connecting.forget();
        problems.clear();
        defaults = connector.get() == null ? null : connector.get().defaults();
        if (defaults == null) {
            connecting.fail("There is no network. Start one first.");
            return;
        }
        if (gateway.get().isEmpty()) {
            gateway.set(defaults.gateway().toString());
        }
        if (network.get().isEmpty()) {
            network.set(defaults.network().toString());
        }
        listCanisters();
        Connector.Defaults known = defaults;
        // A person may have installed some, on the page of the network or with a tool.
        connector
                .get()
                .canisters()
                .thenAcceptAsync(
                        more -> {
                            if (defaults == known) {
                                defaults = known.with(more);
                                listCanisters();
                            }
                        },
                        fxThread);
        if (canister.get().isEmpty()) {
            suggestCanister();
        }
    }

    private void listCanisters() {
        List<String> all = new ArrayList<>(defaults.canisters().keySet());
        defaults.samples().stream().filter(s -> !all.contains(s)).forEach(all::add);
        if (!all.equals(canisters)) {
            canisters.setAll(all);
        }
    }

    /** A new network: its addresses and canisters take the place of the old ones. */
    public void reset() {
        gateway.set("");
        network.set("");
        canister.set("");
    }

    /** Each protocol has its own sample; another canister that was typed in stays. */
    private void suggestCanister() {
        String now = canister.get();
        if (now.isEmpty() || now.equals("ping_pong") || now.equals("poc_ping_pong")) {
            canister.set(proofOfConcept.get() ? "poc_ping_pong" : "ping_pong");
        }
    }

    /** Opens what is described; does nothing while something does not fit, or while it opens already. */
    public void connect() {
        if (connecting.runningProperty().get()) {
            return;
        }
        connecting.forget();
        ConnectionRequest request = request();
        if (request != null) {
            connecting.begin(connector.get(), request);
        }
    }

    /** What is being opened, and how the last attempt ended. */
    public Connecting connecting() {
        return connecting;
    }

    private ConnectionRequest request() {
        problems.clear();
        URI gatewayUrl = address(Field.GATEWAY, gateway.get(), "ws", "wss");
        URI networkUrl = address(Field.NETWORK, network.get(), "http", "https");
        String name = canister.get().trim();
        Principal id = defaults == null ? null : defaults.canisters().get(name);
        boolean sample = id == null && defaults != null && defaults.samples().contains(name);
        if (id == null && !sample) {
            id = canister(name);
        }
        Path file = imported.get() ? file(pem.get()) : null;
        int number = imported.get() ? 1 : number(count.get());
        return problems.isEmpty()
                ? new ConnectionRequest(
                        withPath(gatewayUrl),
                        networkUrl,
                        id,
                        sample ? name : null,
                        proofOfConcept.get() ? "poc" : "v1",
                        file,
                        number)
                : null;
    }

    /** The proof of concept's protocol has a path of its own at our gateway; the original gateway takes any. */
    private URI withPath(URI url) {
        boolean bare = url.getPath() == null
                || url.getPath().isEmpty()
                || url.getPath().equals("/");
        return proofOfConcept.get() && bare ? url.resolve("/poc") : url;
    }

    private URI address(Field field, String text, String plain, String secure) {
        try {
            URI url = URI.create(text.trim());
            boolean known = plain.equalsIgnoreCase(url.getScheme()) || secure.equalsIgnoreCase(url.getScheme());
            if (known && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.put(field, "An address such as " + plain + "://127.0.0.1:8080 or " + secure + "://example.org.");
        return null;
    }

    private Principal canister(String text) {
        try {
            return Principals.parse(text);
        } catch (ProtocolException e) {
            problems.put(Field.CANISTER, "The name of a canister here, or an id such as bkyz2-fmaaa-aaaaa-qaaaq-cai.");
            return null;
        }
    }

    private Path file(String text) {
        try {
            Path path = Path.of(text.trim());
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return path;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.put(Field.PEM, text.isBlank() ? "Choose a PEM file with a private key." : "There is no such file.");
        return null;
    }

    private int number(String text) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problems.put(Field.COUNT, "A number from 1 to " + MOST + ".");
        return 0;
    }

    public StringProperty gatewayProperty() {
        return gateway;
    }

    public StringProperty networkProperty() {
        return network;
    }

    /** A canister's name or id. */
    public StringProperty canisterProperty() {
        return canister;
    }

    public StringProperty pemProperty() {
        return pem;
    }

    public StringProperty countProperty() {
        return count;
    }

    /** Whether the protocol is the proof of concept's instead of v1. */
    public BooleanProperty proofOfConceptProperty() {
        return proofOfConcept;
    }

    /** Whether the identity is imported instead of new. */
    public BooleanProperty importedProperty() {
        return imported;
    }

    /** What does not fit, by field. */
    public ObservableMap<Field, String> problems() {
        return problems;
    }

    /** What there is to say beside the name of a canister: its id, or that it comes first. */
    public String noteOf(String name) {
        Principal id = defaults == null ? null : defaults.canisters().get(name);
        return id == null ? "sample, installed first" : id.toString();
    }

    /** Names of canisters to choose from. */
    public ObservableList<String> canisters() {
        return canisters;
    }
}
