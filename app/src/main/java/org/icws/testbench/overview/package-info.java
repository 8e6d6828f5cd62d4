/** The page that shows everything at once: one sentence, six numbers, one picture. */
package org.icws.testbench.overview;
