/** Rounds: which canister runs which messages when, and when their effects become visible. */
package org.icws.replica.scheduler;
