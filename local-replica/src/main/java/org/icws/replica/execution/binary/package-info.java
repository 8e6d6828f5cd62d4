/** Reads and writes Wasm modules in their binary format, for those who rewrite them. */
package org.icws.replica.execution.binary;
