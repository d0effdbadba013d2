package dev.groundwire.retrieval.pgvector;

import dev.groundwire.retrieval.index.ModelVector;

/** What may be compared with each other: the vectors of one model and one length. */
record VectorSpace(String model, int dimensions) {
  static VectorSpace of(ModelVector vector) {
    return new VectorSpace(vector.model(), vector.values().length);
  }
}
