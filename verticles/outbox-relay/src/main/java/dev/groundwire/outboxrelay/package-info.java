/** Committed facts to the transport, at least once, in order per key. */
@NullMarked
package dev.groundwire.outboxrelay;

import org.jspecify.annotations.NullMarked;
