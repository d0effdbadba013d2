package dev.groundwire.chat;

/** Who watches an answer, and since when nobody does. Confined to the room's context. */
final class Watchers {
  private int present;
  private long lastSeenMillis;

  Watchers(long nowMillis) {
    this.lastSeenMillis = nowMillis;
  }

  void arrive() {
    present++;
  }

  void leave(long nowMillis) {
    present--;
    lastSeenMillis = nowMillis;
  }

  boolean areGoneSince(long millis) {
    return present == 0 && lastSeenMillis < millis;
  }
}
