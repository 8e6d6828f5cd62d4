package org.icws.replica;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ic4j.types.Principal;
import org.icws.protocol.candid.CandidEncoder;
import org.icws.protocol.candid.CandidValue;
import org.icws.protocol.principal.Principals;
import org.icws.replica.execution.CanisterFault;
import org.icws.replica.execution.Response;
import org.icws.replica.management.CodeOperations;
import org.icws.replica.management.CodeOperations.Deployment;
import org.icws.replica.management.CodeOperations.Mode;
import org.icws.replica.management.CodeOperations.Plan;
import org.icws.replica.management.CreationPlan;
import org.icws.replica.management.LifecycleOperations;
import org.icws.replica.management.ManagementCall;
import org.icws.replica.scheduler.CanisterOperation;
import org.icws.replica.scheduler.Scheduler;
import org.icws.replica.scheduler.Workload;
import org.icws.replica.state.CallOrigin;
import org.icws.replica.state.Canister;
import org.icws.replica.state.CanisterHistory;
import org.icws.replica.state.CanisterLog;
import org.icws.replica.state.CanisterSettings;
import org.icws.replica.state.CanisterSnapshot;
import org.icws.replica.state.ResponseSink;

/** The control of a network. Thread-safe. */
final class NetworkControl implements ReplicaControl {
    private static final int MAX_CONTROLLERS = 10;
    private static final Response NOTHING = new Response.Reply(new byte[0]);

    private final ReplicaConfig config;
    private final Supplier<Engine> engine;
    private final Consumer<Path> loader;
    private final Runnable restarter;

    /**
     * @param config how the network runs
     * @param engine the present one
     * @param loader replaces it by a stored network
     * @param restarter lets it crash and start again
     */
    NetworkControl(ReplicaConfig config, Supplier<Engine> engine, Consumer<Path> loader, Runnable restarter) {
        this.config = config;
        this.engine = engine;
        this.loader = loader;
        this.restarter = restarter;
    }

    private Scheduler scheduler() {
        return engine.get().scheduler();
    }

    @Override
    public void saveCheckpoint(Path directory) {
        try {
            scheduler().checkpoint(directory).join();
        } catch (CompletionException e) {
            throw new ReplicaException(
                    "Saving the network failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void loadCheckpoint(Path directory) {
        loader.accept(directory);
    }

    @Override
    public ReplicaStatus status() {
        Scheduler scheduler = scheduler();
        Workload workload = scheduler.workload();
        return new ReplicaStatus(
                scheduler.height(),
                DetailsReport.instant(engine.get().clock().nanos()),
                scheduler.isPaused(),
                scheduler.roundInterval(),
                engine.get().latency(),
                engine.get().faults(),
                workload.canisters(),
                workload.queuedMessages(),
                workload.busyCanisters(),
                config.dataDirectory(),
                config.syncWrites(),
                scheduler.ended().map(Throwable::getMessage).orElse(null));
    }

    @Override
    public List<CanisterInfo> canisters() {
        return scheduler().canisters();
    }

    @Override
    public List<LogLine> log(Principal canister) {
        return find(canister).log().lines().stream().map(NetworkControl::line).toList();
    }

    private static LogLine line(CanisterLog.Line line) {
        return new LogLine(line.index(), DetailsReport.instant(line.timeNanos()), line.replicated(), line.text());
    }

    private Canister find(Principal canister) {
        return scheduler()
                .find(canister)
                .orElseThrow(() -> new ReplicaException("Canister " + canister + " not found"));
    }

    @Override
    public void pause() {
        scheduler().pause();
    }

    @Override
    public void resume() {
        scheduler().resume();
    }

    @Override
    public void step() {
        scheduler().step();
    }

    @Override
    public void roundInterval(Duration interval) {
        scheduler().roundInterval(interval);
    }

    @Override
    public void latency(LatencyProfile profile) {
        engine.get().latency(profile);
    }

    @Override
    public void faults(FaultSwitches switches) {
        engine.get().faults(switches);
    }

    @Override
    public void advanceTime(Duration duration) {
        engine.get().clock().advance(duration);
    }

    @Override
    public void setTime(Instant time) {
        engine.get().clock().set(time);
    }

    @Override
    public void restart() {
        restarter.run();
    }

    @Override
    public Principal createCanister(List<Principal> controllers) {
        return create(Optional.empty(), controllers);
    }

    @Override
    public Principal createCanister(Principal id, List<Principal> controllers) {
        return create(Optional.of(id), controllers);
    }

    private Principal create(Optional<Principal> id, List<Principal> controllers) {
        requireControllers(controllers);
        try {
            return scheduler()
                    .create(new CreationPlan(
                            id,
                            CanisterSettings.defaults(controllers),
                            Canister.INITIAL_CYCLES,
                            BigInteger.ZERO,
                            origin(controllers),
                            null));
        } catch (CanisterFault fault) {
            throw new ReplicaException("Creating a canister failed: " + fault.getMessage(), fault);
        }
    }

    private static void requireControllers(List<Principal> controllers) {
        if (controllers.size() > MAX_CONTROLLERS) {
            throw new ReplicaException("A canister has at most " + MAX_CONTROLLERS + " controllers");
        }
    }

    /** The program acts for the first controller: canisters learn who installs them. */
    private static CanisterHistory.Origin origin(List<Principal> controllers) {
        return new CanisterHistory.Origin(
                controllers.isEmpty() ? Principals.MANAGEMENT : controllers.get(0), null, true);
    }

    @Override
    public void install(Principal canister, byte[] wasm, byte[] argument) {
        deploy("Installing", canister, Plan.INSTALL, wasm, argument);
    }

    @Override
    public void reinstall(Principal canister, byte[] wasm, byte[] argument) {
        deploy("Reinstalling", canister, Plan.REINSTALL, wasm, argument);
    }

    @Override
    public void upgrade(Principal canister, byte[] wasm, byte[] argument) {
        deploy("Upgrading", canister, new Plan(Mode.UPGRADE, false, null), wasm, argument);
    }

    private void deploy(String what, Principal canister, Plan plan, byte[] wasm, byte[] argument) {
        CodeOperations code = new CodeOperations(engine.get().host());
        operate(what, canister, (target, now, origin, answers) -> {
            Plan fitting = plan.mode() == Mode.UPGRADE ? CodeOperations.keepingWhatIsPersistent(target) : plan;
            code.deploy(target, fitting, new Deployment(wasm, argument, origin(target.controllers()), now));
            return NOTHING;
        });
    }

    @Override
    public void uninstall(Principal canister) {
        CodeOperations code = new CodeOperations(engine.get().host());
        operate("Uninstalling", canister, (target, now, origin, answers) -> {
            code.uninstall(target, origin(target.controllers()), now, answers);
            return NOTHING;
        });
    }

    @Override
    public void start(Principal canister) {
        operate("Starting", canister, (target, now, origin, answers) -> {
            LifecycleOperations.start(target, answers);
            return NOTHING;
        });
    }

    @Override
    public void stop(Principal canister) {
        operate("Stopping", canister, (target, now, origin, answers) -> {
            LifecycleOperations.stop(
                    target,
                    new Canister.StopWaiter(origin, BigInteger.ZERO, now + LifecycleOperations.MAX_STOP_NANOS),
                    answers);
            return null;
        });
    }

    @Override
    public void delete(Principal canister) {
        operate("Deleting", canister, (target, now, origin, answers) -> {
            LifecycleOperations.requireStopped(target);
            return CanisterOperation.DELETE;
        });
    }

    @Override
    public void topUp(Principal canister, BigInteger cycles) {
        if (cycles.signum() < 0) {
            throw new IllegalArgumentException("Cycles are added, not taken: " + cycles);
        }
        operate("Topping up", canister, (target, now, origin, answers) -> {
            LifecycleOperations.deposit(target, cycles);
            return NOTHING;
        });
    }

    @Override
    public void controllers(Principal canister, List<Principal> controllers) {
        requireControllers(controllers);
        operate("Changing the controllers of", canister, (target, now, origin, answers) -> {
            CanisterHistory.Origin who = origin(target.controllers());
            target.settings(target.settings().withControllers(controllers));
            target.changed();
            target.history()
                    .add(new CanisterHistory.Change(
                            now, target.version(), who, new CanisterHistory.Details.ControllersChange(controllers)));
            return NOTHING;
        });
    }

    @Override
    public CanisterDetails details(Principal canister) {
        return DetailsReport.of(find(canister));
    }

    @Override
    public void settings(Principal canister, SettingsInfo change) {
        perform("Changing the settings of", canister, "update_settings", DetailsReport.change(canister, change));
    }

    @Override
    public SnapshotInfo takeSnapshot(Principal canister) {
        AtomicReference<CanisterSnapshot> taken = new AtomicReference<>();
        CandidValue argument = CandidValue.record("canister_id", CandidValue.principal(canister));
        operate("Taking a snapshot of", canister, (target, now, origin, answers) -> {
            Response response = perform(origin, target, "take_canister_snapshot", argument, now, answers);
            // Ids begin with a number that grows, so the newest is the last.
            target.snapshots().values().forEach(taken::set);
            return response;
        });
        return DetailsReport.snapshot(taken.get());
    }

    @Override
    public void loadSnapshot(Principal canister, String snapshot) {
        perform("Loading a snapshot into", canister, "load_canister_snapshot", named(canister, snapshot));
    }

    @Override
    public void deleteSnapshot(Principal canister, String snapshot) {
        perform("Deleting a snapshot of", canister, "delete_canister_snapshot", named(canister, snapshot));
    }

    private static CandidValue named(Principal canister, String snapshot) {
        try {
            return CandidValue.record(
                    "canister_id",
                    CandidValue.principal(canister),
                    "snapshot_id",
                    CandidValue.blob(HexFormat.of().parseHex(snapshot)));
        } catch (IllegalArgumentException e) {
            throw new ReplicaException("'" + snapshot + "' is no id of a snapshot: those are hexadecimal numbers", e);
        }
    }

    private void perform(String what, Principal canister, String method, CandidValue argument) {
        operate(
                what,
                canister,
                (target, now, origin, answers) -> perform(origin, target, method, argument, now, answers));
    }

    private Response perform(
            CallOrigin origin, Canister target, String method, CandidValue argument, long now, ResponseSink answers) {
        ManagementCall call = new ManagementCall(
                origin,
                origin(target.controllers()).principal(),
                method,
                CandidEncoder.encode(argument),
                BigInteger.ZERO);
        return scheduler().management().perform(call, target, now, answers);
    }

    private void operate(String what, Principal canister, CanisterOperation operation) {
        find(canister);
        Response response;
        try {
            response = scheduler().operate(canister, operation).join();
        } catch (CompletionException e) {
            throw new ReplicaException(
                    what + " canister " + canister + " failed: " + e.getCause().getMessage(), e.getCause());
        }
        if (response instanceof Response.Reject reject) {
            throw new ReplicaException(what + " canister " + canister + " failed: " + reject.message());
        }
    }
}
