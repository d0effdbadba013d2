/** Cuts a document's text into passages that an embedding model can take whole. */
@NullMarked
package dev.groundwire.ingestion.chunk;

import org.jspecify.annotations.NullMarked;
