/** Rewrites modules so that they count the instructions they execute, and stop when they have executed enough. */
package org.icws.replica.execution.metering;
