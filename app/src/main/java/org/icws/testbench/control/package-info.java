/** Controls that any page can use. They know colours by their token only and nothing of the Internet Computer. */
package org.icws.testbench.control;
