package dev.groundwire.loadtests.chaos;

/** An invariant that does not hold, with an example. */
record Violation(Invariant invariant, long count, String example) {
  @Override
  public String toString() {
    return invariant.text() + ": " + count + ", for example " + example;
  }
}
