/** Proves what every passage promises. */
@NullMarked
package dev.groundwire.ingestion.chunk;

import org.jspecify.annotations.NullMarked;
