/** The project's own icon set; the masters are the SVG files in {@code src/main/svg}. */
package org.icws.icons;
