package dev.groundwire.llm.extractive;

/** A sentence that may be quoted, with its support. */
final class Quote {
  private final Sentence sentence;
  private final double support;
  private final float[] vector;

  Quote(Sentence sentence, double support, float[] vector) {
    this.sentence = sentence;
    this.support = support;
    this.vector = vector;
  }

  Sentence sentence() {
    return sentence;
  }

  double support() {
    return support;
  }

  double likenessTo(Quote other) {
    return Support.cosine(vector, other.vector);
  }
}
