package dev.groundwire.loadtests.chaos;

/** What a process does. */
enum Role {
  WHOLE,
  RELAY,
  INBOX;

  boolean relays() {
    return this != INBOX;
  }

  boolean handles() {
    return this != RELAY;
  }
}
