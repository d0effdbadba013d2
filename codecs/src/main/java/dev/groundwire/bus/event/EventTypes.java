package dev.groundwire.bus.event;

import java.util.List;

/** Every kind of fact there is. */
public final class EventTypes {
  public static final List<EventType<?>> ALL =
      List.of(
          DocumentEvents.RECEIVED,
          DocumentEvents.CHUNKED,
          DocumentEvents.EMBEDDED,
          DocumentEvents.INDEXED,
          DocumentEvents.FAILED,
          DocumentEvents.DELETED,
          AnswerEvents.FINISHED,
          DeadLetterEvents.ADDED,
          WebhookEvents.DISABLED);

  private EventTypes() {}
}
