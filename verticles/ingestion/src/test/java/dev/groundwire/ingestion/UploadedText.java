package dev.groundwire.ingestion;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tests upload. */
final class UploadedText {
  private UploadedText() {}

  static String sentences(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "Sentence number " + i + " says what sentence number " + i + " says.")
        .collect(Collectors.joining(" "));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
