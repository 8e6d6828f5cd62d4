package org.icws.replica.execution;

/**
 * A global of an instance that is visible in snapshots: one that is mutable or exported.
 *
 * @param type i32, i64, f32 or f64
 * @param bits its value; of 32 bits the lower half
 * @param mutable whether code can change it
 */
public record GlobalValue(String type, long bits, boolean mutable) {}
