package dev.groundwire.retrieval.pgvector;

/** A vector as the database reads it. */
final class VectorText {
  private VectorText() {}

  static String of(float[] values) {
    StringBuilder text = new StringBuilder(12 * values.length);
    char before = '[';
    for (float value : values) {
      text.append(before).append(value);
      before = ',';
    }
    return text.append(']').toString();
  }
}
