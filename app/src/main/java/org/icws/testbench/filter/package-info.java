/** The language of the filter field: terms such as {@code ~dir up}, joined by {@code & | !} and brackets. Knows no toolkit. */
package org.icws.testbench.filter;
