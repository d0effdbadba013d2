package dev.groundwire.bus.event;

import java.util.UUID;

/** What can happen to an answer. The key is the answer's id. */
public final class AnswerEvents {
  public static final EventType<Finished> FINISHED =
      new EventType<>("answer.finished.v1", Finished.class);

  private AnswerEvents() {}

  /**
   * @param outcome {@code stop}, {@code length}, {@code cancelled} or {@code error}
   */
  public record Finished(
      UUID answerId, String outcome, String model, int promptTokens, int completionTokens) {}
}
