/** The public HTTP interface. It turns requests into calls of the ingress package and results into CBOR. */
package org.icws.replica.http;
