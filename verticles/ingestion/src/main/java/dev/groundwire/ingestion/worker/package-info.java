/**
 * Runs the reading of documents in child processes, which a hostile document may take down alone.
 */
@NullMarked
package dev.groundwire.ingestion.worker;

import org.jspecify.annotations.NullMarked;
