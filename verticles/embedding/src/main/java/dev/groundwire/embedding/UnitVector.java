package dev.groundwire.embedding;

/** Vectors of length 1, so that a dot product is the cosine. */
final class UnitVector {
  private UnitVector() {}

  /**
   * The vector in the direction of {@code vector}, which it overwrites.
   *
   * @throws IllegalArgumentException when it has none: all zero, or not finite
   */
  static float[] of(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    if (!(squares > 0) || Double.isInfinite(squares)) {
      throw new IllegalArgumentException("a vector without direction");
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }
}
