package org.icws.testbench.shell;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ic4j.types.Principal;
import org.icws.replica.ReplicaException;
import org.icws.sample.SampleCanister;
import org.icws.testbench.run.SampleCanisters;
import org.icws.testbench.run.TestbenchRuntime;
import org.icws.testbench.store.NameBook;

/** The sample canisters on the embedded replica: each is installed when somebody first needs it. Thread-safe; blocks. */
final class SampleYard {

    /** The Candid of "no arguments". */
    private static final byte[] NO_ARGUMENT = {'D', 'I', 'D', 'L', 0, 0};

    private final TestbenchRuntime runtime;
    private final NameBook names;
    private final Map<String, byte[]> arguments = new LinkedHashMap<>();

    SampleYard(TestbenchRuntime runtime, NameBook names) {
        this.runtime = runtime;
        this.names = names;
        // Installed with the testbench.
        arguments.put(SampleCanister.PING_PONG.canisterName(), NO_ARGUMENT);
    }

    /** Those that are there, by name. */
    synchronized Map<String, Principal> installed() {
        return new LinkedHashMap<>(runtime.canisters());
    }

    /** Names of all that could be. */
    List<String> installable() {
        return runtime.replica().isEmpty()
                ? List.of()
                : Arrays.stream(SampleCanister.values())
                        .map(SampleCanister::canisterName)
                        .toList();
    }

    /** The canister of this name, installed now if it is not there. @throws ReplicaException if that does not work */
    Principal ensure(String name) {
        return ensure(name, NO_ARGUMENT);
    }

    /** The same, brought to this install argument by an upgrade if it was installed with another one. */
    synchronized Principal prepare(String name, byte[] argument) {
        Principal id = ensure(name, argument);
        // Of one that is left from an earlier run nobody knows the argument.
        if (!Arrays.equals(arguments.get(name), argument)) {
            runtime.replica().orElseThrow().upgrade(id, sample(name).wasm(), argument);
            arguments.put(name, argument.clone());
        }
        return id;
    }

    /** The same with an argument for its installation. */
    synchronized Principal ensure(String name, byte[] argument) {
        Principal there = installed().get(name);
        if (there != null) {
            return there;
        }
        SampleCanisters samples = runtime.samples()
                .orElseThrow(
                        () -> new ReplicaException(
                                "Sample canisters are installed on the embedded replica only, not on a network that is not ours."));
        Principal id = samples.place(sample(name), argument).id();
        names.put(id, name);
        arguments.put(name, argument.clone());
        return id;
    }

    private static SampleCanister sample(String name) {
        return Arrays.stream(SampleCanister.values())
                .filter(s -> s.canisterName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplicaException("There is no sample canister " + name + "."));
    }
}
