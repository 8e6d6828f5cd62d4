package org.icws.replica.management;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidValue;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.CanisterModule;
import org.icws.replica.execution.ErrorCode;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CodeOperations.Deployment;
import org.icws.replica.management.CodeOperations.Mode;
import org.icws.replica.management.CodeOperations.Plan;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterSettings;

/** The management methods that are about one canister; they run on that canister's thread between its messages. */
final class CanisterMethods {
    /** How a method is carried out; null = the answer comes later. */
    @FunctionalInterface
    interface Body {
        Response run(ManagementRequest request);
    }

    /**
     * One method.
     *
     * @param name in the interface
     * @param access who may call it
     * @param idField the argument's field that names the canister
     * @param body what it does
     */
    record Method(String name, Access access, String idField, Body body) {}

    private static final String ID = "canister_id";

    private final CodeOperations code;
    private final Map<String, Method> methods;

    CanisterMethods(CanisterHost host) {
        code = new CodeOperations(host);
        ChunkMethods chunks = new ChunkMethods(code);
        SnapshotMethods snapshots = new SnapshotMethods(host, code);
        methods = Stream.of(own(), chunks.methods(), snapshots.methods())
                .flatMap(s -> s)
                .collect(Collectors.toUnmodifiableMap(Method::name, method -> method));
    }

    static Method controllers(String name, Body body) {
        return new Method(name, Access.CONTROLLERS, ID, body);
    }

    static Method controllersAndSelf(String name, Body body) {
        return new Method(name, Access.CONTROLLERS_AND_SELF, ID, body);
    }

    private Stream<Method> own() {
        return Stream.of(
                controllers("install_code", this::install),
                controllers("uninstall_code", this::uninstall),
                controllers("update_settings", CanisterMethods::updateSettings),
                controllers("start_canister", CanisterMethods::start),
                controllers("stop_canister", CanisterMethods::stop),
                controllers("delete_canister", CanisterMethods::delete),
                new Method("canister_status", Access.OWN_RULE, ID, CanisterMethods::status),
                controllers("canister_metrics", CanisterMethods::metrics),
                new Method("fetch_canister_logs", Access.CANISTERS, ID, CanisterMethods::logs),
                new Method("canister_info", Access.CANISTERS, ID, CanisterMethods::info),
                new Method("canister_metadata", Access.CANISTERS, ID, CanisterMethods::metadata),
                new Method("deposit_cycles", Access.CANISTERS, ID, CanisterMethods::deposit),
                new Method("provisional_top_up_canister", Access.ANYBODY, ID, CanisterMethods::topUp));
    }

    /** A method by its name; null = there is none that is about a canister. */
    Method find(String name) {
        return methods.get(name);
    }

    private Response install(ManagementRequest request) {
        code.deploy(
                request.canister(),
                plan(request.arguments().variant("mode")),
                new Deployment(
                        request.arguments().blob("wasm_module"),
                        request.arguments().blob("arg"),
                        request.changeOrigin(),
                        request.timeNanos()));
        return ManagementRequest.nothing();
    }

    /** Reads the variant {@code canister_install_mode}. */
    static Plan plan(CandidValue.Variant mode) {
        if (mode.is("install")) {
            return Plan.INSTALL;
        }
        if (mode.is("reinstall")) {
            return Plan.REINSTALL;
        }
        if (!mode.is("upgrade")) {
            throw Arguments.unreadable("the mode is none of install, reinstall, upgrade");
        }
        Optional<Arguments> options = Arguments.inside(mode.value());
        Boolean keep = options.flatMap(o -> o.optionalVariant("wasm_memory_persistence", "keep", "replace"))
                .map(variant -> variant.is("keep"))
                .orElse(null);
        return new Plan(
                Mode.UPGRADE, options.map(o -> o.flag("skip_pre_upgrade")).orElse(false), keep);
    }

    private Response uninstall(ManagementRequest request) {
        code.uninstall(request.canister(), request.changeOrigin(), request.timeNanos(), request.answers());
        return ManagementRequest.nothing();
    }

    private static Response updateSettings(ManagementRequest request) {
        Canister canister = request.canister();
        Arguments changes = request.arguments()
                .optionalRecord("settings")
                .orElseThrow(() -> Arguments.unreadable("the argument has no field \"settings\""));
        CanisterSettings before = canister.settings();
        canister.settings(SettingsArguments.apply(before, changes));
        canister.changed();
        if (!before.controllers().equals(canister.controllers())
                || changes.optional("controllers", v -> v).isPresent()) {
            request.note(new CanisterHistory.Details.ControllersChange(canister.controllers()));
        }
        return ManagementRequest.nothing();
    }

    private static Response start(ManagementRequest request) {
        LifecycleOperations.start(request.canister(), request.answers());
        return ManagementRequest.nothing();
    }

    private static Response stop(ManagementRequest request) {
        LifecycleOperations.stop(
                request.canister(),
                new Canister.StopWaiter(
                        request.call().origin(),
                        request.takeCycles(),
                        request.timeNanos() + LifecycleOperations.MAX_STOP_NANOS),
                request.answers());
        return request.defer();
    }

    private static Response delete(ManagementRequest request) {
        LifecycleOperations.requireStopped(request.canister());
        return request.delete();
    }

    private static Response status(ManagementRequest request) {
        requireVisible(request.canister(), request.call().caller());
        return new Response.Reply(StatusReport.status(request.canister()));
    }

    static void requireVisible(Canister canister, Principal caller) {
        if (!caller.equals(canister.id())
                && !canister.controllers().contains(caller)
                && !canister.settings().statusVisibility().allows(caller)) {
            throw notController(canister.id(), "canister_status");
        }
    }

    static CanisterFault notController(Principal canister, String method) {
        return new CanisterFault(
                ErrorCode.NOT_CONTROLLER,
                "Only controllers of canister " + canister + " can call ic00 method " + method);
    }

    private static Response metrics(ManagementRequest request) {
        return new Response.Reply(StatusReport.metricsOf(request.canister()));
    }

    private static Response logs(ManagementRequest request) {
        requireLogs(request.canister(), request.call().caller());
        return new Response.Reply(LogReport.of(request.canister(), request.arguments()));
    }

    static void requireLogs(Canister canister, Principal caller) {
        if (!canister.controllers().contains(caller)
                && !canister.settings().logVisibility().allows(caller)) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "Caller " + caller + " is not allowed to query ic00 method fetch_canister_logs");
        }
    }

    private static Response info(ManagementRequest request) {
        return new Response.Reply(StatusReport.info(request.canister(), request.arguments()));
    }

    private static Response metadata(ManagementRequest request) {
        String name = request.arguments().text("name");
        CanisterModule module = request.canister().module();
        CanisterModule.MetadataSection section =
                module == null ? null : module.metadata().get(name);
        boolean visible = section != null
                && (section.visibleToAll()
                        || request.canister()
                                .controllers()
                                .contains(request.call().caller()));
        if (!visible) {
            throw new CanisterFault(
                    ErrorCode.CANISTER_REJECTED,
                    "Canister " + request.canister().id() + " has no metadata section '" + name
                            + "' that the caller may read");
        }
        return ManagementRequest.reply(CandidValue.record("value", CandidValue.blob(section.content())));
    }

    private static Response deposit(ManagementRequest request) {
        LifecycleOperations.deposit(request.canister(), request.takeCycles());
        return ManagementRequest.nothing();
    }

    private static Response topUp(ManagementRequest request) {
        BigInteger amount = request.arguments()
                .optionalCycles("amount")
                .orElseThrow(() -> Arguments.unreadable("the argument has no field \"amount\""));
        LifecycleOperations.deposit(request.canister(), amount);
        return ManagementRequest.nothing();
    }
}
