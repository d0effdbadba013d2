/** Proves that a hostile document costs only itself. */
@NullMarked
package dev.groundwire.ingestion.worker;

import org.jspecify.annotations.NullMarked;
