package dev.groundwire.retrieval;

/**
 * How far the index had come from the database, before it was mended.
 *
 * @param missing documents that searches did not find
 * @param stale documents of another version, number of chunks or model
 * @param orphaned documents that are not in the database, or may not be found
 */
record Drift(int missing, int stale, int orphaned) {
  static final Drift NONE = new Drift(0, 0, 0);

  int total() {
    return missing + stale + orphaned;
  }

  Drift plus(Drift other) {
    return new Drift(missing + other.missing, stale + other.stale, orphaned + other.orphaned);
  }
}
