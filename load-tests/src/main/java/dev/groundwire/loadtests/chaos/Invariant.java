package dev.groundwire.loadtests.chaos;

/** What holds whatever happens. */
enum Invariant {
  NOTHING_LOST("committed, but without its effect"),
  NO_GHOST("an effect or a fact without a committed cause"),
  NO_EFFECT_TWICE("an effect more than once"),
  ORDER("a key's facts or effects out of order or with a gap"),
  DRAINED("a backlog that does not drain"),
  ONLY_POISON_IS_DEAD("a dead letter that is no planted poison, or poison that is none"),
  REPLAY_IS_HARMLESS("a change by replaying everything");

  private final String text;

  Invariant(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
