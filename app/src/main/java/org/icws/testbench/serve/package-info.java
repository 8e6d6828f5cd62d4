/** The testbench without a window: a ready line for other programs, and an orderly stop. */
package org.icws.testbench.serve;
