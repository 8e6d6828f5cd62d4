/** Files as this program wants them: for their owner alone. */
package org.icws.testbench.files;
