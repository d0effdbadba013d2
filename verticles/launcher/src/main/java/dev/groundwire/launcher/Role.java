package dev.groundwire.launcher;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A room that a node of a cluster may have or leave to others. */
public enum Role {
  EMBEDDING,
  RETRIEVAL,
  INGESTION,
  LLM,
  CHAT,
  WEBHOOKS,
  OUTBOX_RELAY,
  DEAD_LETTER,
  INBOX,
  JOBS,
  GATEWAY;

  static Role of(String text) {
    return Arrays.stream(values())
        .filter(role -> role.room().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "roles is not of "
                    + Arrays.stream(values()).map(Role::room).collect(Collectors.joining(", "))
                    + ": "
                    + text));
  }

  /**
   * Those that only move bytes are on an event loop. The llm room is not among them: the slots, the
   * queue and the breaker of a provider are one each, or they would be no bound.
   */
  boolean mayHaveSeveral() {
    return this == GATEWAY;
  }

  static String withSeveral() {
    return Arrays.stream(values())
        .filter(Role::mayHaveSeveral)
        .map(Role::room)
        .collect(Collectors.joining(", "));
  }

  /** Its name wherever rooms are named. */
  String room() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
