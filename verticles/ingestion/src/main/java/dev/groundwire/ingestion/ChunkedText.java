package dev.groundwire.ingestion;

import dev.groundwire.ingestion.chunk.Chunk;
import dev.groundwire.ingestion.parse.ParsedDocument;
import java.util.List;

/** What parsing and chunking made of a document. */
record ChunkedText(ParsedDocument parsed, List<Chunk> chunks) {
  ChunkedText {
    chunks = List.copyOf(chunks);
  }
}
