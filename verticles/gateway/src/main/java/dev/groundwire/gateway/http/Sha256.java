package dev.groundwire.gateway.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of several texts together. */
public final class Sha256 {
  private Sha256() {}

  /** Texts that are cut elsewhere have another one. */
  public static byte[] of(String... texts) {
    MessageDigest digest = fresh();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return digest.digest();
  }

  /** The same in hexadecimal digits. */
  public static String hex(String... texts) {
    return HexFormat.of().formatHex(of(texts));
  }

  /** That of these bytes. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(fresh().digest(bytes));
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
