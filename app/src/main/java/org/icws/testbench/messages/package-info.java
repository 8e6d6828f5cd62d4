/** The page of the messages: table, content, proof. */
package org.icws.testbench.messages;
