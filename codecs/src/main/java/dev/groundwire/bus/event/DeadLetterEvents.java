package dev.groundwire.bus.event;

import java.util.UUID;

/** What can happen to a dead letter. The key is the dead letter's id. */
public final class DeadLetterEvents {
  /** A fact could not be handled and is kept. */
  public static final EventType<Added> ADDED = new EventType<>("dead-letter.added.v1", Added.class);

  private DeadLetterEvents() {}

  /**
   * @param eventId of the fact that could not be handled; {@code eventKey}, {@code eventKeySeq} and
   *     {@code eventPayload}, its JSON as text, are that fact's as well
   * @param handler who could not handle it
   * @param reason for a person
   * @param parked true when it waits for a person, false when it is tried again by itself
   * @param attempts failed tries so far
   */
  public record Added(
      UUID deadLetterId,
      UUID eventId,
      String eventType,
      String eventKey,
      long eventKeySeq,
      String eventPayload,
      String handler,
      String reason,
      boolean parked,
      int attempts) {}
}
