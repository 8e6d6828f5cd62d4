/** Keeps a network on disk: checkpoints of everything, and a journal of what each round has changed since. */
package org.icws.replica.persistence;
