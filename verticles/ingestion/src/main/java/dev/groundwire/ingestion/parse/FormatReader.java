package dev.groundwire.ingestion.parse;

import java.io.IOException;

/** Reads one format. Whatever it throws but {@link ParseRefused} means a damaged file. */
interface FormatReader {
  void read(Original original, DocumentText into) throws IOException;
}
