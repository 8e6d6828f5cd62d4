/**
 * The embedded local network as a library: {@link org.icws.replica.LocalReplica} and what configures it.
 *
 * <pre>{@code
 * try (LocalReplica replica = LocalReplica.start(ReplicaConfig.defaults())) {
 *     Principal canister = replica.createCanister(List.of(controller));
 *     replica.install(canister, wasm, candidArgument);
 *     // Agents now use replica.url() and verify against replica.rootKeyDer().
 * }
 * }</pre>
 *
 * <p>Start the JVM with {@code -XX:-DontCompileHugeMethods -XX:-SplitIfBlocks}; {@link org.icws.replica.LocalReplica} says why.
 */
package org.icws.replica;
