package dev.groundwire.chat;

/** How many answers are open, by where they are, and how many read any answer. */
record Census(int queued, int retrieving, int generating, int watchers) {
  static final Census NOBODY = new Census(0, 0, 0, 0);

  Census withWatchers(int more) {
    return new Census(queued, retrieving, generating, watchers + more);
  }
}
