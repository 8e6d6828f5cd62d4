/** The page of the proofs: what was checked, against what, and the trees and signatures it rests on. */
package org.icws.testbench.trust;
