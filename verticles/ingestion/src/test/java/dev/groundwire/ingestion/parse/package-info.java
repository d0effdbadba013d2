/** Proves what is read from each format. */
@NullMarked
package dev.groundwire.ingestion.parse;

import org.jspecify.annotations.NullMarked;
