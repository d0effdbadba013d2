package dev.groundwire.ingestion;

import dev.groundwire.bus.ingestion.GenerationState;

/**
 * The vectors of one embedding model.
 *
 * @param model id and revision
 */
record Generation(int id, String model, GenerationState state) {
  /** Whether new chunks get a vector of it. */
  boolean isLive() {
    return state != GenerationState.RETIRED;
  }
}
