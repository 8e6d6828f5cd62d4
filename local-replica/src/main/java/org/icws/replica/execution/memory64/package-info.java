/**
 * Rewrites modules that use 64-bit memory and tables into modules with 32-bit ones, because the Wasm engine knows no others. Motoko's
 * compiler emits such modules by default.
 */
package org.icws.replica.execution.memory64;
