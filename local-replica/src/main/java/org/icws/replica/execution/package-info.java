/** Canister code: modules, instances with rollback, and the system interface {@code ic0}. */
package org.icws.replica.execution;
