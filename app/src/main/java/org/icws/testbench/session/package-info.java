/** Sessions as files: saving what is kept, exporting what is shown, and looking at a recorded session. */
package org.icws.testbench.session;
