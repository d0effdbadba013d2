/** What the ingestion room answers: documents in, chunks out. */
@NullMarked
package dev.groundwire.bus.ingestion;

import org.jspecify.annotations.NullMarked;
