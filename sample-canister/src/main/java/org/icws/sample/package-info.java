/** Compiled demo canisters as class-path resources; their Rust sources are in the module's own folder. */
package org.icws.sample;
