/** Each sample canister on the embedded replica, through the real gateway, with several clients. */
package org.icws.testbench.samples;
