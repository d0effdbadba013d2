package dev.groundwire.retrieval.index;

/**
 * A vector of length 1 with the identity of the model that made it. The array is not copied.
 *
 * @param model id and revision; vectors of two models are never compared
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelVector(String model, float[] values) {}
