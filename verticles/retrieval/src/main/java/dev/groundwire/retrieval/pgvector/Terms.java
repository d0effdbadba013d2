package dev.groundwire.retrieval.pgvector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The number that stands for a word, its analyzer and its workspace in the database. Two words of
 * one number would only add to each other's score; with 64 bits of a digest nobody can make such.
 */
final class Terms {
  private final MessageDigest digest;
  private final ByteBuffer workspace = ByteBuffer.allocate(2 * Long.BYTES);

  Terms(UUID workspaceId) {
    workspace.putLong(workspaceId.getMostSignificantBits());
    workspace.putLong(workspaceId.getLeastSignificantBits());
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  long of(String analyzer, String word) {
    digest.update(workspace.array());
    digest.update(analyzer.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return ByteBuffer.wrap(digest.digest(word.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
