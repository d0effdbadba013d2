/** Documents in, chunks with vectors out: a state machine whose every step is one transaction. */
@NullMarked
package dev.groundwire.ingestion;

import org.jspecify.annotations.NullMarked;
