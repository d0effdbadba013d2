package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file to read.
 *
 * @param name as uploaded
 * @param declaredType as uploaded; may be empty
 */
record Original(Path file, String name, String declaredType) {
  byte[] bytes() throws IOException {
    return Files.readAllBytes(file);
  }

  /** Text of this many bytes would be beyond the limit in any charset. */
  byte[] textBytes(ParseLimits limits) throws IOException {
    if (Files.size(file) > 4L * limits.maxCharacters()) {
      throw ParseRefused.tooLarge(Files.size(file) + " bytes of text");
    }
    return bytes();
  }
}
